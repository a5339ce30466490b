package dev.reelay.simulator.vendor;

import dev.reelay.simulator.callback.Callbacks;
import dev.reelay.simulator.clip.Clips;
import dev.reelay.simulator.clip.Inputs;
import dev.reelay.simulator.rule.Rules;
import dev.reelay.simulator.task.Links;
import dev.reelay.simulator.task.SimulatedTime;

/// What all vendors share.
public record World(
        Rules rules,
        SimulatedTime time,
        Clips clips,
        Inputs inputs,
        Links links,
        Callbacks callbacks) {}
