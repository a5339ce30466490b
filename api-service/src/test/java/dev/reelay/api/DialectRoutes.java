package dev.reelay.api;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The routes that the resources of a dialect or of the operators' API have, as the code says.
final class DialectRoutes {
    private static final Pattern CHOICE = Pattern.compile("\\{\\w+:([\\w/|]+)}");

    /// The document of the operators' API.
    static final String OPERATORS = "admin";

    private DialectRoutes() {}

    /// Each as `GET /newapi/v1/models`; parameters of a path have lost their names.
    static Set<String> of(String document) {
        return below(
                        document.equals(OPERATORS)
                                ? "dev.reelay.api.operator"
                                : "dev.reelay.api.dialect." + document)
                .map(DialectRoutes::unnamed)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Of all resources of a package and those below it, parameters with their names.
    static Stream<String> below(String packageName) {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(packageName)
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(DialectRoutes::of);
    }

    private static Stream<String> of(Class<?> resource) {
        var root = path(resource.getAnnotation(Path.class));
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> verb(method).map(verb -> verb + " " + root + rest(method)))
                .flatMap(DialectRoutes::spelled);
    }

    /// `{name:a|b}` stands for two routes, and `{name:.+}` for one.
    private static Stream<String> spelled(String route) {
        var choice = CHOICE.matcher(route);
        return choice.find()
                ? Arrays.stream(choice.group(1).split("\\|")).map(choice::replaceFirst)
                : Stream.of(route.replace(":.+}", "}"));
    }

    private static Stream<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value);
    }

    private static String rest(Method method) {
        return path(method.getAnnotation(Path.class));
    }

    private static String path(@Nullable Path path) {
        return path == null ? "" : "/" + path.value().replaceFirst("^/", "");
    }

    /// Without the names of a path's parameters.
    static String unnamed(String route) {
        return route.replaceAll("\\{[^}]*}", "{}");
    }
}
