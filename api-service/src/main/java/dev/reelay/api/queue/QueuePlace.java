package dev.reelay.api.queue;

/// Where a job stands that only lacks a slot.
///
/// @param position 1 for the next to start: one more than what starts before it, of its own tenant
///   and of others, as the fair order is now
/// @param expectedWaitSeconds until it is expected to start
public record QueuePlace(int position, int expectedWaitSeconds) {}
