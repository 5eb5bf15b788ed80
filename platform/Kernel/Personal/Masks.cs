namespace Virtuos.Kernel.Personal;

/// <summary>How personal data is changed in a copy: nothing of a person is left, the same stays the same, and what has a shape keeps it.</summary>
internal static class Masks
{
    /// <summary>
    /// Words of documents in JSON: strings are masked, but names of fields, identifiers, hashes and days stay, so that the copy can be read.
    /// It lives as long as the connection.
    /// </summary>
    public const string Prepare = """
        create or replace function pg_temp.mask_text(said text) returns text language sql immutable as $$
            select regexp_replace(regexp_replace(said, '[[:alpha:]]', 'x', 'g'), '[[:digit:]]', '9', 'g') $$;
        create or replace function pg_temp.mask_json(said jsonb) returns jsonb language plpgsql immutable as $$
        begin
            return case jsonb_typeof(said)
                when 'object' then (select coalesce(jsonb_object_agg(key, pg_temp.mask_json(value)), '{}') from jsonb_each(said))
                when 'array' then (select coalesce(jsonb_agg(pg_temp.mask_json(value) order by at), '[]') from jsonb_array_elements(said) with ordinality e(value, at))
                when 'string' then case when said #>> '{}' ~ '^([0-9a-f]{8}-[0-9a-f-]{27}|sha256:[0-9a-f]{64}|\d{4}-\d{2}-\d{2}(T.*)?|[a-z]+/[a-z0-9.+-]+)$' then said else to_jsonb(pg_temp.mask_text(said #>> '{}')) end
                else said end;
        end $$;
        """;

    private static readonly Dictionary<string, string> kinds = new(StringComparer.Ordinal)
    {
        ["name"] = "'Osoba ' || substr(encode(sha256(convert_to({0} || {1}, 'UTF8')), 'hex'), 1, 8)",
        ["text"] = "pg_temp.mask_text({0})",
        ["email"] = "'osoba-' || substr(encode(sha256(convert_to(lower({0}) || {1}, 'UTF8')), 'hex'), 1, 12) || '@example.invalid'",
        ["hash"] = "encode(sha256(convert_to({0} || {1}, 'UTF8')), 'hex')",
        ["json"] = "pg_temp.mask_json({0})",
        ["filing"] = "pg_temp.mask_json({0}::jsonb)::text",
        // Of the masked filing, or the table would not take it.
        ["filing-hash"] = "'sha256:' || encode(sha256(convert_to(pg_temp.mask_json(filing::jsonb)::text, 'UTF8')), 'hex')",
        ["bytes"] = "sha256({0} || convert_to({1}, 'UTF8'))",
        ["none"] = "null",
    };

    public static bool Has(string kind) => kinds.ContainsKey(kind);

    /// <summary>The column as it is written to the copy.</summary>
    /// <param name="salt">An SQL literal of this copy alone, so that nobody finds a person by hashing names.</param>
    public static string Expression(string kind, string column, string salt) => string.Format(System.Globalization.CultureInfo.InvariantCulture, kinds[kind], column, salt);
}
