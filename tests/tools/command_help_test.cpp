// Help that fits the terminal, and words that the command line does not know.
#include "tools/commands/command_help.hpp"

#include <CLI/CLI.hpp>
#include <sstream>

#include "tests/catch.hpp"
#include "tools/bench/command.hpp"
#include "tools/commands/branch_command.hpp"
#include "tools/commands/import_command.hpp"
#include "tools/commands/inspect_commands.hpp"
#include "tools/commands/resume_command.hpp"
#include "tools/commands/run_command.hpp"
#include "tools/evolution/evolution_commands.hpp"

using namespace tilscape;

namespace {

/// The program's commands, none of which runs: what they are given is refused.
struct Program {
  Program() {
    use_own_help(app);
    app.require_subcommand(1);
    add_run_command(app, exit_code);
    add_resume_command(app, exit_code);
    add_branch_command(app, exit_code);
    add_inspect_commands(app);
    add_import_command(app);
    add_evolution_commands(app);
    add_bench_command(app);
    add_help_command(app);
  }

  std::string problem_of(const std::string& line) {
    try {
      app.parse(line);
    } catch (const CLI::ParseError& error) {
      return usage_problem(app, error);
    }
    return "was accepted";
  }

  int exit_code = 0;
  CLI::App app{"How T cells find tumour cells", "tilscape"};
};

}  // namespace

TEST_CASE("Help fits the terminal and names every option", "[command_help]") {
  Program program;
  std::vector<std::pair<const CLI::App*, std::string>> all{{&program.app, "tilscape"}};
  for (const CLI::App* command : program.app.get_subcommands({}))
    all.emplace_back(command, "tilscape " + command->get_name());
  CHECK(all.size() == 13);
  for (const std::size_t width : {40u, 80u, 100u})
    for (const auto& entry : all) {
      const std::string text = help_text(*entry.first, entry.second, width);
      CAPTURE(width, text);
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) {
        CHECK(line.size() <= (width == 40 ? 60 : width));  // names may take more of a narrow one
        CHECK((line.empty() || line.back() != ' '));
      }
      for (const CLI::Option* option : entry.first->get_options())
        for (const std::string& name : option->get_lnames())
          CHECK(text.find("--" + name) != std::string::npos);
      CHECK(text.find("Usage: " + entry.second) != std::string::npos);
      for (const char* ugly : {"TEXT", "UINT", "FLOAT", ":INT", "REQUIRED", "Excludes"})
        CHECK(text.find(ugly) == std::string::npos);
    }
}

TEST_CASE("An option that there is not is named, with the nearest that there is", "[command_help]") {
  const auto problem = [](const std::string& line) { return Program().problem_of(line); };
  CHECK(problem("run c.yaml --treads 4") ==
        "tilscape run: there is no option --treads; did you mean '--threads'?; see tilscape run "
        "--help");
  // Before what is missing because of it.
  CHECK(problem("import-tissue t.csv --ot x.csv") ==
        "tilscape import-tissue: there is no option --ot; did you mean '--out'?; see tilscape "
        "import-tissue --help");
  CHECK_THAT(problem("branch run --dya=3 --out arm"), contains("no option --dya; did you mean "
                                                               "'--day'?"));
  CHECK(problem("digest run --quux") ==
        "tilscape digest: there is no option --quux; see tilscape digest --help");
  CHECK_THAT(problem("--verify run c.yaml"), starts_with("tilscape: there is no option --verify"));
  CHECK(problem("info run other") ==
        "tilscape info: there is no place for 'other'; see tilscape info --help");
  CHECK(problem("validate") == "tilscape validate: config is required; see tilscape validate --help");
}

TEST_CASE("A command that there is not is named, with the nearest that there is", "[command_help]") {
  Program program;
  CHECK(unknown_command(program.app, "run").empty());
  CHECK_THAT(unknown_command(program.app, "resum"),
             starts_with("there is no command 'resum'; expected run, resume, ") &&
                 ends_with("; did you mean 'resume'?"));
}
