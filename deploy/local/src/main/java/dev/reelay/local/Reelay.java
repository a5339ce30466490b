package dev.reelay.local;

import dev.reelay.parts.PartFailedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `reelay`. Exit codes: 0 done, 1 it did not work (and the reason was printed), 2 the
/// command line is wrong.
@Command(
        name = "reelay",
        description = "Runs Reelay on this machine: no container engine, data kept between runs.",
        mixinStandardHelpOptions = true,
        version = "reelay 0.1.0",
        sortOptions = false,
        subcommands = {
            TryPrompt.class,
            Up.class,
            Down.class,
            Status.class,
            Doctor.class,
            Logs.class,
            Env.class,
            Console.class,
            CommandLine.HelpCommand.class
        })
public final class Reelay {
    private Reelay() {}

    public static void main(String[] arguments) {
        var command = new CommandLine(new Reelay());
        command.setExecutionExceptionHandler(
                (failure, _, _) -> {
                    System.err.println(explain(failure));
                    return 1;
                });
        System.exit(command.execute(arguments));
    }

    /// What went wrong in words; a stack trace only where it is a bug of ours.
    private static String explain(Exception failure) {
        return switch (failure) {
            case Refusal refusal -> "  [!!] " + refusal.getMessage();
            case PartFailedException failed ->
                    """
                      [!!] %s %s
                           log: %s
                    %s"""
                            .formatted(
                                    failed.part(),
                                    failed.why(),
                                    failed.logFile(),
                                    String.join(
                                            "\n",
                                            failed.lastLines().stream()
                                                    .map(line -> "       | " + line)
                                                    .toList()));
            default -> {
                failure.printStackTrace();
                yield "  [!!] this is a bug: " + failure;
            }
        };
    }
}
