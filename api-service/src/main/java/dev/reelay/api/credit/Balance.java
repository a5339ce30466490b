package dev.reelay.api.credit;

import dev.reelay.common.credit.Credits;

/// A tenant's credits in one mode. Granted is the sum of the other three.
public record Balance(Credits available, Credits held, Credits spent, Credits granted) {}
