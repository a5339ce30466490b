// Shows the document chosen at the top of the page; `?urls.primaryName=newapi` chooses one.
fetch("index.json")
  .then((answer) => answer.json())
  .then((urls) => SwaggerUIBundle({
    dom_id: "#documents",
    urls,
    deepLinking: true,
    persistAuthorization: false,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: "StandaloneLayout",
  }));
