package dev.reelay.parts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of another JVM, of the JDK that runs us.
public final class JavaCommand {
    private JavaCommand() {}

    /// The command that runs a class.
    ///
    /// @param mark first argument, by which {@link DetachedProcess} knows the process again
    public static List<String> of(
            String mark,
            List<String> options,
            String classPath,
            String main,
            List<String> arguments) {
        var command = start(mark, options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /// The command that runs an executable jar.
    public static List<String> ofJar(
            String mark, List<String> options, Path jar, List<String> arguments) {
        var command = start(mark, options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private static List<String> start(String mark, List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(mark);
        command.addAll(options);
        return command;
    }
}
