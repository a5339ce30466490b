package dev.reelay.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir Path temp;

    @Test
    void when_asked_again_then_the_password_is_the_same_and_names_do_not_share_one() {
        var password = new Secrets(temp.resolve("s")).password("kafka");
        assertThat(password).hasSize(40);
        assertThat(new Secrets(temp.resolve("s")).password("kafka")).isEqualTo(password);
        assertThat(new Secrets(temp.resolve("s")).password("s3")).isNotEqualTo(password);
    }
}
