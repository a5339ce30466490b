package dev.reelay.api.credit;

import dev.reelay.common.credit.Credits;

/// An amount under a price version of billing's.
public record Price(int priceVersion, Credits amount) {}
