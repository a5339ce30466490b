/// What the simulator was told to do wrong: rules, and the same as directives in prompts.
@NullMarked
package dev.reelay.simulator.rule;

import org.jspecify.annotations.NullMarked;
