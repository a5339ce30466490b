package dev.reelay.e2e.contract;

import dev.reelay.e2e.contract.Sample.Runner;
import java.util.List;

/// All samples of the documentation of the APIs that Reelay speaks.
final class Samples {
    private static final Runner SHELL =
            new Runner("curl", List.of("curl", "--version"), List.of("sh"));
    private static final Runner NODE =
            new Runner("Node", List.of("node", "--version"), List.of("node"));
    private static final Runner PYTHON =
            new Runner(
                    "Python with requests",
                    List.of("python3", "-c", "import requests"),
                    List.of("python3"));
    private static final Runner GO =
            new Runner("Go", List.of("go", "version"), List.of("go", "run"));
    private static final Runner RUBY =
            new Runner("Ruby", List.of("ruby", "--version"), List.of("ruby"));

    /// The sample of the download begins with the answer to a call, and prints nothing.
    private static final String FIRST_CALL =
            """
            import { readFileSync } from "node:fs";
            const response = await (await fetch("https://api.aigate.shop/v1/video/generations", {
              method: "POST",
              headers: { "Authorization": "Bearer sk-your-api-key", "Content-Type": "application/json" },
              body: JSON.stringify({ model: "provider/video-model-id", prompt: "a kite", duration: 5 }),
            })).json();
            process.on("exit", () => console.log(readFileSync("aigate-video.mp4").toString("latin1", 4, 8)));
            """;

    private static final String ITS_LIBRARY = "needs a build of its own for its library";
    private static final String ITS_TLS = "insists on TLS, which a system on this machine has not";
    private static final String NEWAPI_HOST = "https://你的newapi服务器地址";

    private Samples() {}

    static List<Sample> all() {
        return List.of(
                new Sample(
                        "gptimage2",
                        "generate.sh",
                        SHELL,
                        "https://gptimage2api.org",
                        "/gptimage2",
                        "",
                        "",
                        "\"taskId\":\"tsk_",
                        ""),
                newapi("kling.sh"),
                newapi("jimeng.sh"),
                newapi("vidu.sh"),
                modelgates("create.py", PYTHON, "'status': 'pending'", ""),
                // Node prints an object without quotes around its names.
                modelgates("create.mjs", NODE, "status: 'pending'", ""),
                modelgates("create.go", GO, "\"status\":\"pending\"", ""),
                modelgates("create.rb", RUBY, "\"status\":\"pending\"", ITS_TLS),
                modelgates("create.java.txt", SHELL, "", ITS_LIBRARY),
                modelgates("create.php", SHELL, "", ITS_LIBRARY),
                modelgates("create.cs", SHELL, "", ITS_LIBRARY),
                modelgates("create.swift", SHELL, "", ITS_LIBRARY),
                aigate("text.sh"),
                aigate("kling.sh"),
                aigate("image-object.sh"),
                aigate("image.sh"),
                aigate("video.sh"),
                aigate("save.mjs"));
    }

    private static Sample newapi(String file) {
        return new Sample(
                "newapi", file, SHELL, NEWAPI_HOST, "/newapi", "sk-xxxx", "", "\"task_id\"", "");
    }

    private static Sample modelgates(String file, Runner runner, String shows, String leftOut) {
        return new Sample(
                "modelgates",
                file,
                runner,
                "https://modelgates.ai",
                "/modelgates",
                "<token>",
                "",
                shows,
                leftOut);
    }

    private static Sample aigate(String file) {
        var saves = file.endsWith(".mjs");
        return new Sample(
                "aigate",
                file,
                saves ? NODE : SHELL,
                "https://api.aigate.shop",
                "/aigate",
                "sk-your-api-key",
                saves ? FIRST_CALL : "",
                saves ? "ftyp" : "\"videos\"",
                "");
    }
}
