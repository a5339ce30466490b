package dev.reelay.worker.webhook;

import dev.reelay.worker.webhook.DeliveryMachine.Next;

/// An attempt to be kept, with what follows from it.
record Kept(Delivery delivery, Attempt attempt, Next next) {}
