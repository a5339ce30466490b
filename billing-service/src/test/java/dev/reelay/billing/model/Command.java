package dev.reelay.billing.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Something that is asked of the ledger, by numbers that stand for ids. Credits are whole ones.
sealed interface Command {
    /// @param promotional may expire
    record Give(int grant, int credits, boolean promotional) implements Command {}

    /// The time of a promotional grant is over; nothing is booked yet.
    record Expire(int grant) implements Command {}

    record Sweep() implements Command {}

    /// One credit for each clip.
    record Place(int job, int clips) implements Command {}

    record Settle(int job, int delivered) implements Command {}

    record GiveUp(int job) implements Command {}

    /// @param credits 0 for all that was captured
    record Refund(int job, int credits) implements Command {}

    record Adjust(int adjustment, int credits) implements Command {}

    /// An adjustment that waits for another operator.
    record Ask(int request, int credits) implements Command {}

    record Approve(int request) implements Command {}

    record Reject(int request) implements Command {}

    /// So many, the same for the same seed. Ids come again, some of them soon, so that commands are
    /// repeated, late and out of order.
    static List<Command> random(Random random, int count) {
        var commands = new ArrayList<Command>();
        for (var i = 0; i < count; i++) {
            commands.add(one(random, near(random, i)));
        }
        return commands;
    }

    private static int near(Random random, int step) {
        return Math.max(0, step / 6 - random.nextInt(5));
    }

    private static Command one(Random random, int id) {
        return switch (random.nextInt(19)) {
            case 0 -> new Give(id, 1 + random.nextInt(5), false);
            case 1, 2 -> new Give(id, 1 + random.nextInt(5), true);
            case 3 -> new Expire(id);
            case 4 -> new Sweep();
            case 5, 6, 7, 8 -> new Place(id, 1 + random.nextInt(3));
            case 9, 10, 11 -> new Settle(id, random.nextInt(4));
            case 12 -> new GiveUp(id);
            case 13, 14 -> new Refund(id, random.nextInt(3));
            case 15 -> new Adjust(id, change(random));
            case 16 -> new Ask(id, change(random));
            case 17 -> new Approve(id);
            default -> new Reject(id);
        };
    }

    private static int change(Random random) {
        return random.nextInt(2) == 0 ? 2 : -1 - random.nextInt(3);
    }
}
