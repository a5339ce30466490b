package dev.reelay.worker.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleChannelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "render,webhook | ",
                "webhook        | video-jobs provider-callbacks",
                "RENDER         | tenant-events tenant-notices-stored"
            })
    void topics_of_other_roles_are_not_read(String roles, String off) {
        var config =
                new SmallRyeConfigBuilder()
                        .withDefaultValue("reelay.roles", roles)
                        .withSources(new RoleChannels())
                        .build();

        assertThat(
                        List.of(
                                "video-jobs",
                                "provider-callbacks",
                                "tenant-events",
                                "tenant-notices-stored"))
                .filteredOn(
                        channel ->
                                config.getOptionalValue(
                                                "mp.messaging.incoming." + channel + ".enabled",
                                                Boolean.class)
                                        .map(enabled -> !enabled)
                                        .orElse(false))
                .isEqualTo(off == null ? List.of() : List.of(off.split(" ")));
    }
}
