package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.crash.CrashPoint;
import dev.reelay.crash.Weaver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of crash points fits the product as it is packaged.
class CrashPointsTest {
    private static final Path HOME = Path.of(System.getProperty("reelay.home", ".."));
    private static final int POINTS = 22;

    static List<CrashPoint> points() {
        return Cluster.points();
    }

    @ParameterizedTest
    @MethodSource("points")
    void when_a_point_is_named_then_the_service_has_that_method(CrashPoint point) {
        var methods =
                classFile(point)
                        .map(bytes -> ClassFile.of().parse(bytes).methods())
                        .orElseThrow(() -> new AssertionError("no " + point.className()));
        assertThat(methods).extracting(Weaver::signature).contains(point.method());
    }

    @Test
    void when_the_fault_matrix_names_a_point_then_the_table_has_it() {
        assertThat(points())
                .extracting(CrashPoint::name)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, POINTS).mapToObj(n -> "C" + n).toList());
    }

    @Test
    void when_a_service_is_packaged_then_nothing_of_the_agent_is_in_it() {
        for (var service : List.of("api", "worker", "billing")) {
            assertThat(jars(service))
                    .isNotEmpty()
                    .noneMatch(jar -> entry(jar, "dev/reelay/crash/Armed.class").isPresent());
        }
    }

    private static Optional<byte[]> classFile(CrashPoint point) {
        var name = point.className().replace('.', '/') + ".class";
        return jars(point.service()).stream().flatMap(jar -> entry(jar, name).stream()).findFirst();
    }

    private static List<Path> jars(String service) {
        try (var files = Files.walk(HOME.resolve(service + "-service/target/quarkus-app"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> entry(Path jar, String name) {
        try (var file = new JarFile(jar.toFile())) {
            var entry = file.getEntry(name);
            if (entry == null) {
                return Optional.empty();
            }
            try (var content = file.getInputStream(entry)) {
                return Optional.of(content.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
