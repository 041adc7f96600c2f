// Names and types of the attributes.
#include "core/io/run/moment_attributes.hpp"

namespace tilscape::hdf5 {

void write_moment(hid_t group, const Moment& moment) {
  write_text(group, "software", "Tilscape");
  write_text(group, "version", moment.version);
  write_text(group, "commit", moment.commit);
  write_text(group, "config", moment.config);
  write_text(group, "model", moment.model);
  write_scalar(group, "seed", moment.seed);
  write_scalar(group, "digest", moment.digest);
  write_scalar(group, "step", moment.step);
  write_scalar(group, "time_h", moment.time_h);
}

void read_moment(hid_t group, Moment& moment) {
  moment.version = read_string(group, "version");
  moment.commit = read_string(group, "commit");
  moment.config = read_string(group, "config");
  if (H5Aexists(group, "model") > 0) moment.model = read_string(group, "model");
  moment.seed = read_scalar<std::uint64_t>(group, "seed");
  moment.digest = read_scalar<std::uint64_t>(group, "digest");
  moment.step = read_scalar<std::uint64_t>(group, "step");
  moment.time_h = read_scalar<double>(group, "time_h");
}

}  // namespace tilscape::hdf5
