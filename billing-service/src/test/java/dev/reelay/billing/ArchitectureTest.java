package dev.reelay.billing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final Set<String> INEXACT =
            Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    private final JavaClasses service =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.reelay.billing");

    @Test
    void features_form_no_cycles() {
        slices().matching("dev.reelay.billing.(*)..").should().beFreeOfCycles().check(service);
    }

    @Test
    void there_are_no_drawers() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(service);
    }

    @Test
    void everything_is_injected_through_constructors() {
        noFields().should().beAnnotatedWith(Inject.class).check(service);
    }

    @Test
    void the_rules_know_no_framework_and_no_database() {
        noClasses()
                .that()
                .haveSimpleName("PriceRule")
                .or()
                .haveSimpleName("PriceVersion")
                .or()
                .haveSimpleName("Hold")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io..", "jakarta..", "java.sql..", "org.jdbi..", "java.time..")
                .check(service);
    }

    @Test
    void money_is_never_inexact() {
        var inexact = service.stream().flatMap(ArchitectureTest::inexactUses).toList();
        assertThat(inexact).isEmpty();
    }

    /// Declarations with such a type, and calls that take or give one.
    private static Stream<String> inexactUses(JavaClass type) {
        var fields =
                type.getFields().stream()
                        .filter(f -> INEXACT.contains(f.getRawType().getName()))
                        .map(f -> f.getFullName());
        var methods =
                type.getCodeUnits().stream()
                        .filter(ArchitectureTest::isInexact)
                        .map(JavaCodeUnit::getFullName);
        var calls =
                type.getMethodCallsFromSelf().stream()
                        .filter(
                                call ->
                                        INEXACT.contains(
                                                        call.getTarget()
                                                                .getRawReturnType()
                                                                .getName())
                                                || call.getTarget().getRawParameterTypes().stream()
                                                        .anyMatch(
                                                                p -> INEXACT.contains(p.getName())))
                        // Metrics count in doubles; money is not what they count.
                        .filter(
                                call ->
                                        !call.getTargetOwner()
                                                .getName()
                                                .startsWith("io.micrometer."))
                        .map(call -> call.getDescription());
        return Stream.of(fields, methods, calls).flatMap(uses -> uses);
    }

    private static boolean isInexact(JavaCodeUnit unit) {
        return INEXACT.contains(unit.getRawReturnType().getName())
                || unit.getRawParameterTypes().stream()
                        .anyMatch(p -> INEXACT.contains(p.getName()));
    }
}
