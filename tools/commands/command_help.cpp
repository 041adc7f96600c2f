// The text is made here as a whole, so that it is the same with every version of CLI11.
#include "tools/commands/command_help.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <vector>

#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"

namespace tilscape {

namespace {

/// An option or command, and what it is.
struct Entry {
  std::string name, what;
};

/// Words in lines of at most `width` characters; a longer word has a line of its own.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

/// Names in a column of their own; one that is too long for it has a line of its own.
std::string columns(const std::string& title, const std::vector<Entry>& entries, std::size_t width) {
  constexpr std::size_t indent = 2, gap = 2, longest_name = 24;
  if (entries.empty()) return {};
  std::size_t column = 0;
  for (const Entry& entry : entries)
    if (entry.name.size() <= longest_name) column = std::max(column, entry.name.size());
  const std::size_t left = indent + column + gap;
  std::string text = "\n" + title + "\n";
  for (const Entry& entry : entries) {
    std::string line = std::string(indent, ' ') + entry.name;
    for (const std::string& part : wrapped(entry.what, width > left + 20 ? width - left : 20)) {
      if (line.size() + gap > left) text += line + "\n", line.clear();
      text += line + std::string(left - line.size(), ' ') + part + "\n";
      line.clear();
    }
  }
  return text;
}

std::string upper_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// What stands behind an option: "N", without what CLI11 adds for its checks; empty for a flag.
std::string value_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  std::string type = option.get_type_name();
  return " " + type.substr(0, type.find_first_of(":["));
}

std::string what_is(const CLI::Option& option) {
  std::string what = option.get_description();
  if (!option.get_default_str().empty()) what += " [" + option.get_default_str() + "]";
  if (option.get_required() && !option.get_positional()) what += " (required)";
  return what;
}

std::vector<const CLI::Option*> options_of(const CLI::App& app, bool are_positional) {
  return app.get_options(
      [=](const CLI::Option* option) { return option->get_positional() == are_positional; });
}

std::string positional_name(const CLI::Option& option) {
  const std::string name = upper_case(option.get_name(true));
  return option.get_items_expected_max() > 1 ? name + "..." : name;
}

std::string usage_of(const CLI::App& app, const std::string& name) {
  std::string usage = name;
  if (!app.get_subcommands({}).empty()) usage += " COMMAND";
  for (const CLI::Option* option : options_of(app, true))
    usage += option->get_required() ? " " + positional_name(*option) : " [" + positional_name(*option) + "]";
  for (const CLI::Option* option : options_of(app, false))
    if (option->get_required()) usage += " " + names_of(*option) + value_of(*option);
  return usage + " [options]";
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

class Formatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const override {
    return help_text(*app, name, terminal_width());
  }
};

/// The first word that was left over; an option comes before others, which may have been its value.
std::string left_over(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options_of(command, false)) names.push_back(names_of(*option));
  for (std::string& name : names) name = name.substr(name.find("--"));
  for (const std::string& word : command.remaining()) {
    if (word.size() < 2 || word[0] != '-') continue;
    const std::string option = word.substr(0, word.find('='));
    return fmt::format("there is no option {}{}", option, did_you_mean(option, names));
  }
  return command.remaining().empty() ? "" : "there is no place for '" + command.remaining().front() + "'";
}

}  // namespace

std::size_t terminal_width() {
  constexpr long usual = 80, least = 40, most = 100;
  winsize size{};
  long columns = usual;
  if (const char* asked = std::getenv("COLUMNS"); asked && std::atol(asked) > 0)
    columns = std::atol(asked);
  else if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    columns = size.ws_col;
  return static_cast<std::size_t>(std::clamp(columns, least, most));
}

std::string help_text(const CLI::App& app, const std::string& name, std::size_t width) {
  std::string text;
  for (const std::string& line : wrapped(app.get_description(), width)) text += line + "\n";
  text += "\nUsage:";
  for (const std::string& line : wrapped(usage_of(app, name), width - 7))
    text += (text.back() == ':' ? " " : "       ") + line + "\n";
  std::vector<Entry> positionals, options, commands;
  for (const CLI::Option* option : options_of(app, true))
    positionals.push_back({positional_name(*option), what_is(*option)});
  for (const CLI::Option* option : options_of(app, false))
    options.push_back({names_of(*option) + value_of(*option), what_is(*option)});
  std::rotate(options.begin(), options.begin() + (options.empty() ? 0 : 1),
              options.end());  // --help comes last
  for (const CLI::App* command : app.get_subcommands({}))
    commands.push_back({command->get_name(), command->get_description()});
  return text + columns("Commands:", commands, width) + columns("Arguments:", positionals, width) +
         columns("Options:", options, width);
}

void use_own_help(CLI::App& app) {
  app.formatter(std::make_shared<Formatter>());
  app.set_help_flag("-h,--help", "Say this and exit");
}

void add_help_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("help", "List the commands, or say what one of them takes");
  const auto asked = std::make_shared<std::string>();
  command->add_option("command", *asked, "One of the commands");
  command->callback([&app, asked] {
    if (asked->empty()) return fmt::print("{}", help_text(app, app.get_name(), terminal_width()));
    if (const std::string problem = unknown_command(app, *asked); !problem.empty())
      throw InputError("tilscape help: " + problem);
    fmt::print("{}", help_text(*app.get_subcommand(*asked), app.get_name() + " " + *asked, terminal_width()));
  });
}

std::string unknown_command(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> names = command_names(app);
  if (std::find(names.begin(), names.end(), word) != names.end()) return {};
  return fmt::format("there is no command '{}'; expected {}{}", word, fmt::join(names, ", "),
                     did_you_mean(word, names));
}

std::string usage_problem(const CLI::App& app, const CLI::ParseError& error) {
  std::string name = app.get_name(), problem = left_over(app);
  if (const auto commands = app.get_subcommands(); problem.empty() && !commands.empty()) {
    name += " " + commands.front()->get_name();
    problem = left_over(*commands.front());
  }
  if (problem.empty()) problem = error.what();
  return fmt::format("{}: {}; see {} --help", name, problem, name);
}

}  // namespace tilscape
