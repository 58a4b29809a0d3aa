#!/bin/sh
# Turns the pulses of an S0 meter into power, one line for each pulse: "power 412 W".
#
#   s0.sh PULSES_PER_KWH LINE     pulses of a GPIO line (needs libgpiod 2: gpiomon), meter between line and ground
#   s0.sh PULSES_PER_KWH -        instants in seconds, one a line, from the standard input
#   s0.sh PULSES_PER_KWH pretend  invented pulses, for trying things out
#
# Power is 3 600 000 / (pulses per kWh × seconds between two pulses), in W.
set -eu

pulses_per_kwh=${1:?say how many pulses the meter gives for a kWh}
line=${2:?say the GPIO line, - or pretend}

# Pulses that follow sooner than this are bounces of the contact: 60 ms are 30 kW at 2000 pulses per kWh.
least_ms=60

pretend() {
  while :; do
    date +%s.%N
    sleep 4.5
  done
}

instants() {
  case $line in
    -) cat ;;
    pretend) pretend ;;
    *) stdbuf -oL gpiomon -e falling -b pull-up -p 10ms -E monotonic -F %S -c gpiochip0 "$line" ;;
  esac
}

instants | {
  last_ms=
  while IFS=. read -r seconds fraction; do
    case $seconds in '' | *[!0-9]*) continue ;; esac
    # three digits with a 1 before them: a leading 0 would make the number octal
    fraction=$(printf '%.3s' "${fraction:-0}000")
    now_ms=$((seconds * 1000 + 1$fraction - 1000))
    if [ -n "$last_ms" ]; then
      passed_ms=$((now_ms - last_ms))
      [ "$passed_ms" -ge "$least_ms" ] || continue
      # in milliwatts, so that the shell's whole numbers keep the fraction
      power_mw=$((3600000000000 / (pulses_per_kwh * passed_ms)))
      printf 'power %d.%03d W\n' $((power_mw / 1000)) $((power_mw % 1000))
    fi
    last_ms=$now_ms
  done
}
