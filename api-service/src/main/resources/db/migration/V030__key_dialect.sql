-- What a key speaks where the path does not tell; null for the native API.
alter table api_key add column dialect text;
