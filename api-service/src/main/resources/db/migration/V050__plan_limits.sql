-- What a plan's clips may be at most; null for no limit of its own.
alter table plan
    add longest_seconds    int check (longest_seconds > 0),
    add highest_resolution text check (highest_resolution in
        ('480p', '720p', '768p', '1080p', '2K', '4K'));

update plan set longest_seconds = 8, highest_resolution = '720p' where id = 'free';
update plan set longest_seconds = 15, highest_resolution = '1080p' where id = 'pro';
