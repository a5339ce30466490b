package dev.reelay.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.reelay.api.signin.SignIn;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;

/// What we say twice in review.
class ArchitectureTest {
    private static final JavaClasses API =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.reelay.api");

    @Test
    void features_form_no_cycles() {
        slices().matching("dev.reelay.api.(*)..").should().beFreeOfCycles().check(API);
    }

    @Test
    void nobody_knows_a_dialect() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.reelay.api.dialect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.reelay.api.dialect..")
                .check(API);
        slices().matching("dev.reelay.api.dialect.(*)..")
                .should()
                .notDependOnEachOther()
                .check(API);
    }

    @Test
    void the_seam_knows_no_dialect() {
        noClasses()
                .that()
                .resideInAPackage("dev.reelay.api.dialect")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.reelay.api.dialect.*..")
                .check(API);
    }

    @Test
    void there_are_no_drawers() {
        noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)").check(API);
    }

    @Test
    void everything_is_injected_by_constructor() {
        noFields().should().beAnnotatedWith(Inject.class).check(API);
        fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Path.class)
                .should()
                .beFinal()
                .check(API);
    }

    @Test
    void only_the_store_knows_the_s3_client() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.reelay.api.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(API);
    }

    /// Addresses that tenants name are called by the worker alone. The store's client is its own.
    @Test
    void only_our_own_services_are_called() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.reelay.api.service..", "dev.reelay.api.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "org.apache.hc..",
                        "org.apache.http..",
                        "jakarta.ws.rs.client..",
                        "org.eclipse.microprofile.rest.client..",
                        "io.vertx.ext.web.client..",
                        "software.amazon.awssdk.http..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        io.vertx.core.http.HttpClient.class,
                        java.net.Socket.class,
                        java.net.URLConnection.class,
                        java.nio.channels.SocketChannel.class)
                .orShould()
                .callMethod(java.net.URL.class, "openStream")
                .check(API);
    }

    /// Other mappers keep their buffers with the thread, and thousands of threads wait.
    @Test
    void json_is_written_in_pooled_buffers() {
        noClasses()
                .should()
                .callMethod(JsonMapper.class, "builder")
                .orShould()
                .callConstructor(JsonMapper.class)
                .orShould()
                .callConstructor(ObjectMapper.class)
                .orShould()
                .callMethodWhere(
                        target(owner(assignableTo(JsonNode.class))).and(target(name("toString"))))
                .check(API);
    }

    @Test
    void sql_stands_in_postgres_classes() {
        classes()
                .that(
                        describe(
                                "use Jdbi",
                                type ->
                                        type.getDirectDependenciesFromSelf().stream()
                                                .anyMatch(
                                                        d ->
                                                                d.getTargetClass()
                                                                        .getPackageName()
                                                                        .startsWith("org.jdbi"))))
                .should()
                .haveNameMatching(
                        ".*\\.(Postgres\\w+(\\$.*)?|JobRow|SpendLimits|OpenDatabase|Tenant(Connections|Database)|UntilItPasses)")
                .check(API);
    }

    @Test
    void decisions_know_no_framework() {
        noClasses()
                .that()
                .haveNameMatching(
                        ".*\\.(SpecifyJob|ShapeClip|ByteRange|JobState|Job|ApiKey|Fields|FormTree)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.quarkus..", "org.jdbi..", "io.vertx..")
                .check(API);
    }

    @Test
    void resources_run_on_virtual_threads() {
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(io.smallrye.common.annotation.RunOnVirtualThread.class)
                .check(API);
    }

    @Test
    void nothing_is_reactive() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SignIn.class.getPackageName()) // waits for what comes so
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye.mutiny..", "java.util.concurrent.Flow..")
                .check(API);
        methods()
                .that()
                .arePublic()
                .should()
                .notHaveRawReturnType(java.util.concurrent.CompletableFuture.class)
                .check(API);
    }
}
