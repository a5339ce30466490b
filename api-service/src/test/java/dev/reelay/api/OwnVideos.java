package dev.reelay.api;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobSpec;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.awaitility.Awaitility;

/// A tenant's videos that others are made from, under its test key, for which every model is
/// rendered.
record OwnVideos(ObjectStore store, TestTenant tenant) {
    /// Takes clips, among others.
    static final String OMNI = "klingai/kling-v3.0-omni";

    static final byte[] CLIP = "\0\0\0\u0018ftypisom    ".getBytes(StandardCharsets.ISO_8859_1);

    Response post(String path, Map<String, ?> body) {
        return TestTenant.as(tenant.testKey())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/videos" + path);
    }

    String made(Map<String, ?> body) {
        return post("", body).then().statusCode(200).extract().path("id");
    }

    String made(String model, String seconds, String size) {
        return made(Map.of("model", model, "prompt", "a fox", "seconds", seconds, "size", size));
    }

    void complete(String video) {
        try (var worker = new Worker()) {
            worker.completed(tenant, video, Clip.store(store, tenant, video, 0, CLIP));
        }
        Awaitility.await().until(() -> tenant.video(video).path("status"), "completed"::equals);
    }

    String completed(String model, String seconds, String size) {
        var video = made(model, seconds, size);
        complete(video);
        return video;
    }

    static JobSpec heard(String video) {
        try (var topic = new JobsTopic()) {
            return topic.awaitRequest(video).spec();
        }
    }
}
