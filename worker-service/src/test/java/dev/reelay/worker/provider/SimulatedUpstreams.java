package dev.reelay.worker.provider;

import dev.reelay.simulator.SimulatedVendor;
import dev.reelay.simulator.Simulator;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.egress.EgressBench;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.media.ScalePicture;
import dev.reelay.worker.provider.alibaba.WanKind;
import dev.reelay.worker.provider.api.ApiConfig;
import dev.reelay.worker.provider.api.CallUpstreams;
import dev.reelay.worker.provider.api.FitPictures;
import dev.reelay.worker.provider.api.LinkInputs;
import dev.reelay.worker.provider.api.ReadInputs;
import dev.reelay.worker.provider.bytedance.SeedanceKind;
import dev.reelay.worker.provider.fal.FalKind;
import dev.reelay.worker.provider.google.GoogleKind;
import dev.reelay.worker.provider.jimeng.JimengKind;
import dev.reelay.worker.provider.kie.KieKind;
import dev.reelay.worker.provider.kling.KlingKind;
import dev.reelay.worker.provider.minimax.MinimaxKind;
import dev.reelay.worker.provider.openai.OpenAiVideosKind;
import dev.reelay.worker.provider.replicate.ReplicateKind;
import dev.reelay.worker.provider.vidu.ViduKind;
import dev.reelay.worker.scratch.Scratch;
import dev.reelay.worker.store.S3Objects;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every upstream that we have an adapter for, played by the simulator, and our adapters at it.
public final class SimulatedUpstreams implements AutoCloseable {
    private final Simulator simulator = Simulator.start();
    private final Map<String, ProviderKind> kinds = new TreeMap<>();
    private final LinkServer links;

    public SimulatedUpstreams(S3Objects objects) {
        links = new LinkServer(objects);
        var config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(ApiConfig.class)
                        .withDefaultValue("reelay.provider-calls.call-limit", "4s")
                        .build()
                        .getConfigMapping(ApiConfig.class);
        var calls =
                new CallUpstreams(
                        EgressBench.toLoopback(),
                        new ReadInputs(
                                objects,
                                config,
                                new LinkInputs(() -> Optional.of(links.url()), LinkServer.MASTER),
                                new FitPictures(
                                        new ScalePicture(RealFfmpeg.FFMPEG),
                                        new Scratch(Optional::empty))),
                        config);
        Stream.of(
                        KlingKind.kind(calls),
                        OpenAiVideosKind.kind(calls),
                        MinimaxKind.kind(calls),
                        ViduKind.kind(calls),
                        SeedanceKind.kind(calls),
                        WanKind.kind(calls),
                        JimengKind.kind(calls),
                        FalKind.kind(calls),
                        ReplicateKind.kind(calls),
                        KieKind.kind(calls),
                        GoogleKind.kind(calls))
                .forEach(kind -> kinds.put(kind.name(), kind));
    }

    public Simulator simulator() {
        return simulator;
    }

    public SimulatedVendor vendor(UpstreamCase of) {
        return simulator.vendor(of.provider());
    }

    /// An adapter with the account that the upstream knows.
    public VideoProvider open(UpstreamCase of) {
        return open(of, vendor(of).credentials());
    }

    public VideoProvider open(UpstreamCase of, Map<String, String> credentials) {
        var kind = kinds.get(of.provider());
        if (kind == null) {
            throw new IllegalArgumentException("no adapter for " + of.provider());
        }
        var secrets = new HashMap<>(credentials);
        secrets.keySet().retainAll(kind.secrets());
        return kind.open(
                new Account(
                        of + "-main",
                        of.provider(),
                        Optional.of(URI.create(vendor(of).baseUrl())),
                        secrets,
                        of.settings()));
    }

    static SimulatedUpstreams withStore() {
        return new SimulatedUpstreams(WorkerParts.objects());
    }

    @Override
    public void close() {
        simulator.close();
        links.close();
    }
}
