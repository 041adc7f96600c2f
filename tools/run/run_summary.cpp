// A thousand members take as many lines as two.
#include "tools/run/run_summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/machine/machine.hpp"

namespace tilscape {

void RunSummary::Cells::add(std::uint64_t n) {
  least = std::min(least, n);
  most = std::max(most, n);
  sum += n;
}

std::string RunSummary::Cells::text(std::size_t members) const {
  if (members == 1) return grouped(sum);
  return fmt::format("{} to {} (mean {})", grouped(least), grouped(most),
                     grouped((sum + members / 2) / members));
}

void RunSummary::add(const BatchRun& batch) {
  for (const CensusRow& row : batch.census()) {
    tumour_.add(row.tumour_cells());
    cd8_cells_.add(row.cd8_cells());
    classes_.add(row.readouts);
  }
  readouts_ = readout_text(batch.census().back(), batch.courses().back());
  members_ += batch.census().size();
  const double day = batch.simulated_h() / 24;
  first_day_ = std::min(first_day_, day);
  last_day_ = std::max(last_day_, day);
  agent_updates_ += static_cast<double>(batch.agent_updates());
  agent_seconds_ += batch.agent_seconds();
  digest_ = batch.digests().back();
}

std::string RunSummary::text(const PreparedRun& run, const std::string& out, double seconds) const {
  return fmt::format("{}simulated in {}{} ({:.1f} M agent-updates/s), peak memory {}\n{}", members_text(run),
                     human_time(seconds),
                     run.has_folder_per_member ? ", " + text_of_batches(run.batches) : "",
                     agent_seconds_ > 0 ? 1e-6 * agent_updates_ / agent_seconds_ : 0.0,
                     human_bytes(static_cast<double>(peak_memory_bytes())), output_text(run, out));
}

std::string RunSummary::members_text(const PreparedRun& run) const {
  std::string text = fmt::format("day {:g}", last_day_);
  if (first_day_ < last_day_) text = fmt::format("day {:g} to {:g}", first_day_, last_day_);
  if (run.has_folder_per_member) text = text_of_members(run.configuration) + ", " + text;
  text += fmt::format(": {} tumour cells, {} CD8 T cells", tumour_.text(members_), cd8_cells_.text(members_));
  if (run.has_folder_per_member) return text + "\n" + classes_.text();
  return text + fmt::format(", digest {:016x}\n", digest_) + readouts_;
}

std::string RunSummary::output_text(const PreparedRun& run, const std::string& out) const {
  const FolderForm form = run.folder_form(run.batches.front().front());
  const char* open = form == FolderForm::whole   ? ": open cells.hdf.series and fields.hdf.series in ParaView"
                     : form == FolderForm::brief ? ": open run.vtkhdf.series in ParaView 5.13"
                                                 : "";
  if (!run.has_folder_per_member) return fmt::format("output in {}{}\n", out, open);
  std::size_t first = run.batches.front().front().number, last = first;
  for (const Batch& batch : run.batches) last = std::max(last, batch.back().number);
  const auto folder = [&](std::size_t number) { return run.folder_name({number, 0, 0}); };
  return fmt::format(
      "output in {}, {} to {}{}\n{}", out, folder(first), folder(last), open,
      run.configuration.rows().empty()
          ? "members.csv says what became of each\n"
          : "sweep.csv says which member has which parameters, members.csv what became of it\n");
}

}  // namespace tilscape
