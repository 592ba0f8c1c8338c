// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"

namespace mutlua {

/// What the simulated machine is like: all its figures, in one place.
///
/// They are plausible, not measured: a workstation's card of 8 GB and 220 W (the class of an RTX
/// 3070: NVIDIA's specification gives 8 GB, 220 W and at most 93 C), on which the bundled
/// catalogue's memory and utilisation are meant. That an open context costs power, and that a
/// card's power rises with its temperature, was seen on an H200; the amounts here are scaled down.
struct SimulatedFigures {
  // What may be chosen: --simulate-with NAME=NUMBER,... and times=history
  double drift_percent_per_hour = 0;  ///< of what work costs in watts: linear, from the first hour
  double noise = 1;                   ///< scales the three spreads below; 0: none
  double ambient_celsius = 30;        ///< inside the case
  double memory_mb = 8000;            ///< of the card, decimal megabytes
  bool times_of_history = false;      ///< epochs last as earlier trainings did, where there are any

  // The card's power.
  double idle_watts = 15;     ///< no process has it open
  double context_watts = 14;  ///< on top, while one has
  double full_watts = 220;    ///< at 100 % utilisation and the reference temperature
  double reference_celsius = 60;
  double watts_per_kelvin = 0.15;  ///< leakage, about the reference temperature
  double limit_watts = 270;

  // Its heat: one mass, cooled in proportion to its excess temperature.
  double kelvin_per_watt = 0.2;  ///< 74 C at full power
  double heat_seconds = 60;      ///< time constant
  double throttle_celsius = 83;  ///< clocks are held down from here on
  double resume_celsius = 79;    ///< and are let go here
  double throttled_speed = 0.75;
  double throttled_power = 0.6;  ///< of what work costs
  double idle_mhz = 210;
  double full_mhz = 1725;

  // The processor's package.
  double package_idle_watts = 25;
  double package_training_watts = 15;  ///< per training: a core that feeds the card
  double package_limit_watts = 125;

  // Spreads between trainings that are the same: standard deviations, percent.
  double duration_spread = 0.5;
  double power_spread = 0.7;
  double quality_spread = 0.4;

  // Trainings of which the catalogue does not tell.
  double unknown_seconds = 600;  ///< with the default epochs, where no model of it has a figure
  double unknown_percent = 50;   ///< utilisation
  double unknown_memory_mb = 1000;
  double startup_share = 0.03;   ///< of a training with its default epochs, before the first epoch
  double longest_startup = 10;   ///< seconds
  double least_seconds = 0.05;   ///< of any training
  double rate_width = 0.8;       ///< decades of the learning rate to 61 % of the best quality
  double epochs_to_learn = 0.3;  ///< of the default epochs: to 63 % of what it can learn
  int most_epoch_marks = 200;    ///< of more epochs, every so many are logged
};

/// Reads "drift=2,ambient=45,memory=4000,noise=0,times=history" over the figures. Throws
/// Error(usage).
SimulatedFigures simulated_figures(const std::string& chosen);

/// What was chosen, for the session: {drift, noise, ambient, memory, times?}.
Json to_json(const SimulatedFigures& figures);

}  // namespace mutlua
