package dev.reelay.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The wire form of each message. Services of two versions meet on a topic, so a change here that
/// is not an addition breaks a rolling upgrade.
class EventJsonTest {
    private static final JobId JOB = JobId.of("0199c0de-0000-7000-8000-000000000001");
    private static final TenantId TENANT = TenantId.of("0199c0de-0000-7000-8000-0000000000aa");
    private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");

    @Test
    void a_request_carries_the_whole_spec() {
        JobMessage message = new JobMessage.Requested(spec());
        assertThat(EventJson.write(message))
                .isEqualTo(
                        """
                        {"type":"requested","spec":{"job":"0199c0de-0000-7000-8000-000000000001",\
                        "tenant":"0199c0de-0000-7000-8000-0000000000aa","model":"reelay/storyboard-1",\
                        "mode":"image","prompt":"a kite","negative_prompt":null,"seconds":5,\
                        "width":1280,"height":720,"resolution":"720p","aspect_ratio":"16:9",\
                        "audio":false,"fps":null,"seed":7,"quality":null,"outputs":1,"test":true,"own_account":null,\
                        "inputs":[{"role":"FIRST_FRAME","key":"inputs/k","content_type":"image/png",\
                        "address":null}],\
                        "provider_options":null,"created_at":"2026-11-20T08:00:00Z",\
                        "deadline":"2026-11-20T08:00:00Z","weight":4,"jobs_at_once":20,\
                        "traceparent":null,"callback_url":null}}""");
        assertThat(EventJson.read(EventJson.write(message), JobMessage.class)).isEqualTo(message);
    }

    @Test
    void an_input_may_be_an_address_to_fetch_from() {
        var input =
                new JobSpec.Input(
                        JobSpec.Role.VIDEO, "inputs/k", null, URI.create("https://a.example/b?c"));
        assertThat(EventJson.write(input))
                .isEqualTo(
                        """
                        {"role":"VIDEO","key":"inputs/k","content_type":null,\
                        "address":"https://a.example/b?c"}""");
        assertThat(EventJson.read(EventJson.write(input), JobSpec.Input.class)).isEqualTo(input);
    }

    @Test
    void an_input_of_an_older_writer_has_no_address() {
        var text = "{\"role\":\"VIDEO\",\"key\":\"k\",\"content_type\":\"video/mp4\"}";
        assertThat(EventJson.read(text, JobSpec.Input.class))
                .isEqualTo(new JobSpec.Input(JobSpec.Role.VIDEO, "k", "video/mp4"));
    }

    @Test
    void a_cancel_names_job_and_tenant() {
        assertThat(EventJson.write(new JobMessage.CancelAsked(JOB, TENANT)))
                .isEqualTo(
                        """
                        {"type":"cancel_asked","job":"0199c0de-0000-7000-8000-000000000001",\
                        "tenant":"0199c0de-0000-7000-8000-0000000000aa"}""");
    }

    @Test
    void a_ring_names_attempts() {
        var rang = new ProvidersRang(List.of(JOB.value()));
        assertThat(EventJson.write(rang))
                .isEqualTo("{\"attempts\":[\"0199c0de-0000-7000-8000-000000000001\"]}");
        assertThat(EventJson.read(EventJson.write(rang), ProvidersRang.class)).isEqualTo(rang);
    }

    @Test
    void a_report_is_the_whole_present_state() {
        var report =
                new JobReport(
                        JOB,
                        TENANT,
                        3,
                        JobReport.Status.COMPLETED,
                        100,
                        AT,
                        AT,
                        List.of(
                                new JobReport.Output(
                                        0,
                                        "k",
                                        "video/mp4",
                                        9,
                                        "ab",
                                        1280,
                                        720,
                                        5000,
                                        true,
                                        "t",
                                        "s")),
                        null,
                        List.of("fps ignored"));
        assertThat(EventJson.write(report))
                .isEqualTo(
                        """
                        {"job":"0199c0de-0000-7000-8000-000000000001",\
                        "tenant":"0199c0de-0000-7000-8000-0000000000aa","version":3,\
                        "status":"completed","progress":100,"started_at":"2026-11-20T08:00:00Z",\
                        "ended_at":"2026-11-20T08:00:00Z","outputs":[{"index":0,"key":"k",\
                        "content_type":"video/mp4","bytes":9,"sha256":"ab","width":1280,\
                        "height":720,"duration_millis":5000,"audio":true,"thumbnail_key":"t",\
                        "spritesheet_key":"s"}],\
                        "failure":null,"warnings":["fps ignored"]}""");
        assertThat(EventJson.read(EventJson.write(report), JobReport.class)).isEqualTo(report);
    }

    @Test
    void an_output_says_what_part_of_it_is_paid_where_that_is_not_all() {
        var output =
                new JobReport.Output(0, "k", "video/mp4", 9, "ab", 1280, 720, 2999, true, "t", "s")
                        .paying(new JobReport.Part(2999, 5000));
        assertThat(EventJson.write(output))
                .endsWith("\"spritesheet_key\":\"s\",\"paid\":{\"had\":2999,\"of\":5000}}");
        assertThat(EventJson.read(EventJson.write(output), JobReport.Output.class))
                .isEqualTo(output);
    }

    @Test
    void a_report_of_an_end_has_what_upstreams_charge_where_that_is_known() {
        var charge =
                new JobReport.Charge(
                        JOB.value(), 0, "kling", "kling-1", "kling-3.0", 420_000, true);
        var report =
                new JobReport(
                        JOB,
                        TENANT,
                        3,
                        JobReport.Status.EXPIRED,
                        0,
                        AT,
                        AT,
                        List.of(),
                        null,
                        List.of(),
                        List.of(charge));
        assertThat(EventJson.write(report))
                .endsWith(
                        """
                        "warnings":[],"charges":[\
                        {"attempt":"0199c0de-0000-7000-8000-000000000001","output":0,\
                        "provider":"kling","account":"kling-1","model":"kling-3.0",\
                        "cost_micros":420000,"presumed":true}]}""");
        assertThat(EventJson.read(EventJson.write(report), JobReport.class)).isEqualTo(report);
    }

    @Test
    void a_settlement_is_in_whole_micro_credits() {
        var settled =
                new HoldSettled(
                        JOB,
                        TENANT,
                        new Credits(750_000),
                        new Credits(250_000),
                        new Credits(500_000));
        assertThat(EventJson.write(settled))
                .isEqualTo(
                        """
                        {"job":"0199c0de-0000-7000-8000-000000000001",\
                        "tenant":"0199c0de-0000-7000-8000-0000000000aa","captured":750000,\
                        "released":250000,"refunded":500000}""");
        assertThat(EventJson.read(EventJson.write(settled), HoldSettled.class)).isEqualTo(settled);
    }

    @Test
    void a_settlement_says_how_often_the_books_were_set_back() {
        var settled = new HoldSettled(JOB, TENANT, new Credits(1), new Credits(2));
        assertThat(settled.after(0)).isEqualTo(settled);
        var text = EventJson.write(settled.after(2));
        assertThat(text).endsWith(",\"refunded\":0,\"gaps\":2}");
        assertThat(EventJson.read(text, HoldSettled.class)).isEqualTo(settled.after(2));
    }

    @Test
    void a_settlement_of_an_older_writer_has_no_refund() {
        var text =
                """
                {"job":"0199c0de-0000-7000-8000-000000000001",\
                "tenant":"0199c0de-0000-7000-8000-0000000000aa","captured":750000,\
                "released":250000}""";
        assertThat(EventJson.read(text, HoldSettled.class))
                .isEqualTo(
                        new HoldSettled(JOB, TENANT, new Credits(750_000), new Credits(250_000)));
    }

    @Test
    void an_event_carries_its_bodies_as_text() {
        var event =
                new TenantEvent(
                        "evt_1",
                        TENANT,
                        "video.completed",
                        JOB,
                        "{\"x\":1}",
                        new TenantEvent.Callback(
                                URI.create("https://a.example/b?c=d"), "{}", "a-completed"));
        assertThat(EventJson.write(event))
                .isEqualTo(
                        """
                        {"id":"evt_1","tenant":"0199c0de-0000-7000-8000-0000000000aa",\
                        "type":"video.completed","job":"0199c0de-0000-7000-8000-000000000001",\
                        "body":"{\\"x\\":1}","callback":{"url":"https://a.example/b?c=d",\
                        "body":"{}","open_router_key":"a-completed"}}""");
        assertThat(EventJson.read(EventJson.write(event), TenantEvent.class)).isEqualTo(event);
        assertThat(event).hasToString("TenantEvent evt_1");
        assertThat(event.callback()).hasToString("Callback");
    }

    @Test
    void stored_events_are_named_with_their_tenant() {
        var stored = new EventsStored(List.of(new EventsStored.Event("evt_1", TENANT)));
        assertThat(EventJson.write(stored))
                .isEqualTo(
                        """
                        {"events":[{"id":"evt_1",\
                        "tenant":"0199c0de-0000-7000-8000-0000000000aa"}]}""");
        assertThat(EventJson.read(EventJson.write(stored), EventsStored.class)).isEqualTo(stored);
    }

    @Test
    void a_notice_is_to_become_an_event_and_is_answered_by_its_id() {
        var id = UUID.fromString("0199c0de-0000-7000-8000-0000000000ee");
        var notice =
                new TenantNotice(
                        id,
                        TENANT,
                        "credits.low",
                        AT,
                        JsonNodeFactory.instance.objectNode().put("available", "3.5"));
        assertThat(EventJson.write(notice))
                .isEqualTo(
                        """
                        {"id":"0199c0de-0000-7000-8000-0000000000ee",\
                        "tenant":"0199c0de-0000-7000-8000-0000000000aa","type":"credits.low",\
                        "at":"2026-11-20T08:00:00Z","data":{"available":"3.5"}}""");
        assertThat(EventJson.read(EventJson.write(notice), TenantNotice.class)).isEqualTo(notice);
        assertThat(EventJson.write(new NoticesStored(List.of(id))))
                .isEqualTo("{\"notices\":[\"0199c0de-0000-7000-8000-0000000000ee\"]}");
    }

    @Test
    void what_is_no_message_is_refused_without_quoting_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.read("{\"prompt\":\"secret\"", JobMessage.class))
                .withMessageNotContaining("secret");
    }

    private static JobSpec spec() {
        return new JobSpec(
                JOB,
                TENANT,
                "reelay/storyboard-1",
                Mode.IMAGE,
                "a kite",
                null,
                5,
                1280,
                720,
                "720p",
                "16:9",
                false,
                null,
                7L,
                null,
                1,
                true,
                null,
                List.of(new JobSpec.Input(JobSpec.Role.FIRST_FRAME, "inputs/k", "image/png")),
                null,
                AT,
                AT,
                4,
                20,
                null,
                null);
    }
}
