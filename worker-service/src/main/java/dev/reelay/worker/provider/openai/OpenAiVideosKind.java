package dev.reelay.worker.provider.openai;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.VideoProvider;
import dev.reelay.worker.provider.api.CallUpstreams;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Any upstream with OpenAI's Videos API. There is no usual one: OpenAI's own ended on 2026-09-24.
@Singleton
final class OpenAiVideosKind implements ProviderKind {
    private static final URI SHAPE = URI.create("https://api.example.com/v1");

    private final CallUpstreams calls;

    OpenAiVideosKind(CallUpstreams calls) {
        this.calls = calls;
    }

    @Override
    public String name() {
        return "openai-videos";
    }

    @Override
    public Set<String> secrets() {
        return Set.of("api_key");
    }

    @Override
    public Set<String> settings() {
        return Set.of(OpenAiVideosApi.URL_MEMBER);
    }

    @Override
    public VideoProvider open(Account account) {
        if (account.base().isEmpty()) {
            throw new InvalidAccountException(
                    "base_url", "openai-videos needs a base_url, as " + SHAPE);
        }
        return calls.open(account, SHAPE, new OpenAiVideosApi(account));
    }
}
