#!/bin/bash
# A run that Slurm starts, stops before its time limit and starts again until it is done. README.md says more.
#
#   sbatch tools/slurm/job.sh CONFIG RUN_FOLDER [OPTION OF tilscape run]...
#   sbatch --array=1-20 tools/slurm/job.sh config.yaml runs/seed_%a --seed %a
#
# Options on sbatch's command line win over these.
#SBATCH --job-name=tilscape
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=16
#SBATCH --hint=nomultithread
#SBATCH --time=24:00:00
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append
set -uo pipefail

say() { printf '== %(%FT%T%z)T %s\n' -1 "$*"; }
# end CODE TEXT: ends the job.
end() { say "$2"; exit "$1"; }

(($# >= 2)) || end 2 "usage: sbatch tools/slurm/job.sh CONFIG RUN_FOLDER [OPTION OF tilscape run]..."
task=${SLURM_ARRAY_TASK_ID:-}
[[ -z $task || $2 == *%a* ]] || end 2 "$2: the tasks of an array need a folder each; write %a where the index goes"
config=${1//%a/$task} folder=${2//%a/$task}
options=("${@:3}")
options=("${options[@]//%a/$task}")
read -ra launcher <<<"${TILSCAPE_LAUNCHER:-}"
read -ra always <<<"${TILSCAPE_OPTIONS:-}"

export OMP_PLACES=${OMP_PLACES:-cores} OMP_PROC_BIND=${OMP_PROC_BIND:-close}
export SRUN_CPUS_PER_TASK=$SLURM_CPUS_PER_TASK  # srun does not take over what sbatch was told

# A run is there once it has its run.yaml. What was ended before that is replaced; tilscape replaces no other files.
if [[ -e $folder/run.yaml ]]; then
  action=(resume "$folder")
else
  mkdir -p "$(dirname "$folder")" || exit 3
  action=(run "$config" --out "$folder" --force "${options[@]}")
fi
command=("${launcher[@]}" "${TILSCAPE:-tilscape}" "${action[@]}" --threads "$SLURM_CPUS_PER_TASK" "${always[@]}")

# SLURM_JOB_ID will not do: that of one task of an array stands for the whole array.
job=$SLURM_JOB_ID
[[ -z $task ]] || job=${SLURM_ARRAY_JOB_ID}_$task

checkpoints() { find "$folder" -name 'ckpt_*.h5' 2>/dev/null | sort; }
before=$(checkpoints)
say "job $job on ${SLURMD_NODENAME:-$HOSTNAME}, start $((${SLURM_RESTART_COUNT:-0} + 1)): ${command[*]}"

# In the background, since bash obeys a trap only when the command that it waits for has ended.
"${command[@]}" &
program=$!
# pass_on SIGNAL WHY
pass_on() {
  say "SIG$1: $2"
  kill -s "$1" "$program" 2>/dev/null
  interrupted=1
}
trap 'pass_on USR1 "time is nearly over"' USR1
trap 'pass_on TERM "cancelled, preempted or out of time"' TERM
interrupted=1
while ((interrupted)); do  # a trap ends `wait`, but not the program
  interrupted=0
  wait "$program"
  code=$?
done

# Before it takes the node away, Slurm may end the step of srun and leave its job some time: that is no reason to give up.
is_preempted() { [[ $(scontrol show job "$job") == *PreemptTime=[0-9]* ]]; }

# The controller may be busy, or away for a moment.
requeue() {
  for _ in {1..5}; do
    scontrol requeue "$job" && return
    sleep 5
  done
  return 1
}

((code != 0)) || end 0 "done"
if ((code != 75)) && ! { ((code == 143)) && is_preempted; }; then
  end "$code" "tilscape ended with exit code $code; this job does not ask for another start"
fi
[[ $(checkpoints) != "$before" ]] || end 75 "stopped without having got any further, so not requeued; give it more time"
say "stopped with a checkpoint; requeued, to go on from there"
requeue || end 75 "could not be requeued; submit it again to go on"
