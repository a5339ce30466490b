package dev.reelay.e2e.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// Prints what the last runs of the tests say of each dialect: case by case, the client that was
/// used, and how it went. Such tests are named `dialect | case | client`.
public final class ContractTable {
    private static final List<String> MODULES = List.of("api-service", "e2e");
    private static final Pattern NAME =
            Pattern.compile("(?:.*\\s)?\"?(\\w+)\"? \\| ([^|]+) \\| ([^|]+?)(?:\\[\\d+])?");

    private ContractTable() {}

    /// @param how `passed`, or what else
    private record Row(String dialect, String name, String client, String how) {}

    /// @param arguments the project's folder
    public static void main(String[] arguments) {
        var home = Path.of(arguments.length == 0 ? ".." : arguments[0]);
        var rows = new ArrayList<Row>();
        for (var module : MODULES) {
            reports(home.resolve(module).resolve("target/surefire-reports"))
                    .forEach(report -> rows.addAll(rows(report)));
        }
        rows.sort(
                Comparator.comparing(Row::dialect)
                        .thenComparing(Row::client)
                        .thenComparing(Row::name));
        var line = "%-11s %-42s %-17s %s%n";
        System.out.printf(line, "dialect", "case", "client", "outcome");
        rows.forEach(r -> System.out.printf(line, r.dialect(), r.name(), r.client(), r.how()));
        var passed = rows.stream().filter(row -> row.how().equals("passed")).count();
        System.out.printf("%d of %d passed%n", passed, rows.size());
    }

    private static List<Path> reports(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("TEST-")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows(Path report) {
        var rows = new ArrayList<Row>();
        try {
            var cases =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(report.toFile())
                            .getElementsByTagName("testcase");
            for (var i = 0; i < cases.getLength(); i++) {
                var test = (Element) cases.item(i);
                var name = NAME.matcher(test.getAttribute("name"));
                if (name.matches()) {
                    rows.add(new Row(name.group(1), name.group(2), name.group(3), how(test)));
                }
            }
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(report + " cannot be read", e);
        }
        return rows;
    }

    private static String how(Element test) {
        var skipped = test.getElementsByTagName("skipped");
        if (skipped.getLength() > 0) {
            var why = skipped.item(0).getTextContent().lines().findFirst().orElse("");
            return "skipped: " + why.replaceFirst(".*Assumption failed: ", "");
        }
        var failed =
                test.getElementsByTagName("failure").getLength()
                        + test.getElementsByTagName("error").getLength();
        return failed > 0 ? "FAILED" : "passed";
    }
}
