-- The queue's own schema: pg-boss makes and migrates it as the owner; at run time it is used as mortise_app. It holds ids only.
GRANT USAGE ON SCHEMA mortise_queue TO mortise_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mortise_queue TO mortise_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA mortise_queue TO mortise_app;
