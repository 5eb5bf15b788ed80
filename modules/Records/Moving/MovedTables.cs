namespace Virtuos.Records;

/// <summary>Kinds of entities in the order in which a batch names them.</summary>
internal enum MovedKind
{
    Users,
    Settings,
    Plan,
    Storage,
    Names,
    TypeFile,
    File,
    Document,
    Component,
}

/// <summary>A table whose rows go with entities of a kind.</summary>
/// <param name="Of">SQL for the key of the entity that a row <c>t</c> goes with.</param>
/// <param name="Order">SQL that orders the rows of one entity.</param>
/// <param name="Where">SQL for the rows that go with this kind, where not all do.</param>
internal sealed record MovedTable(MovedKind Kind, string Name, string Of, string Order = "t.id", string Where = "true");

/// <summary>What of the records moves with which entity, and what stays behind and why. A test compares both lists with the schema.</summary>
internal static class MovedTables
{
    private const string OfVolume = "(select s.type_file from records.file_section s where s.office = t.office and s.id = t.section)";
    private const string OfTypeFileStep = """
        coalesce((select s.type_file from records.file_volume v join records.file_section s on s.office = v.office and s.id = v.section where v.office = t.office and v.id = t.thing), t.thing)
        """;

    public static readonly IReadOnlyList<MovedTable> All =
    [
        new(MovedKind.Settings, "register_counter", "'00000000-0000-0000-0000-000000000000'::uuid", "t.register, t.year"),
        new(MovedKind.Settings, "registry_setting", "'00000000-0000-0000-0000-000000000000'::uuid", "t.office"),
        new(MovedKind.Settings, "approval_setting", "'00000000-0000-0000-0000-000000000000'::uuid", "t.office"),
        new(MovedKind.Settings, "approval_route", "'00000000-0000-0000-0000-000000000000'::uuid"),
        new(MovedKind.Settings, "disposal_procedure", "'00000000-0000-0000-0000-000000000000'::uuid"),
        new(MovedKind.Settings, "disposal_answer", "'00000000-0000-0000-0000-000000000000'::uuid"),
        new(MovedKind.Plan, "file_plan", "t.id"),
        new(MovedKind.Plan, "retention_rule", "t.plan"),
        new(MovedKind.Plan, "subject_group", "t.plan", "t.position"),
        new(MovedKind.Storage, "storage_unit", "t.id"),
        new(MovedKind.Names, "party_entry", "t.id"),
        new(MovedKind.Names, "party_word", "t.entry", "t.word"),
        new(MovedKind.Names, "party_merge", "t.merged"),
        new(MovedKind.Names, "agenda_person", "t.id"),
        new(MovedKind.TypeFile, "type_file", "t.id"),
        new(MovedKind.TypeFile, "file_section", "t.type_file", "t.mark"),
        new(MovedKind.TypeFile, "file_volume", OfVolume, "t.section, t.number"),
        new(MovedKind.TypeFile, "file_step", OfTypeFileStep, "t.at, t.id"),
        new(MovedKind.TypeFile, "other_identifier", "t.thing_id", Where: "t.thing = 'TypeFile'"),
        new(MovedKind.File, "case_file", "t.id"),
        new(MovedKind.File, "file_step", "t.thing", "t.at, t.id"),
        new(MovedKind.File, "legal_hold", "t.file"),
        new(MovedKind.File, "settlement", "t.thing_id", "t.at, t.id", "t.thing = 'File'"),
        new(MovedKind.File, "cross_reference", "t.from_file", Where: "t.from_file is not null"),
        new(MovedKind.File, "storing", "t.thing", "t.put_at, t.id", "t.kind = 'CaseFile'"),
        new(MovedKind.File, "other_identifier", "t.thing_id", Where: "t.thing = 'File'"),
        new(MovedKind.File, "disposal_item", "t.file"),
        new(MovedKind.Document, "document", "t.id"),
        new(MovedKind.Document, "own_document", "t.id"),
        new(MovedKind.Document, "approval_run", "t.document"),
        new(MovedKind.Document, "approval_task", "t.document"),
        new(MovedKind.Document, "stamping", "t.id"),
        new(MovedKind.Document, "step", "t.document", "t.at, t.id"),
        new(MovedKind.Document, "completion_call", "t.document"),
        new(MovedKind.Document, "consignment", "t.document"),
        new(MovedKind.Document, "appeal", "t.id"),
        new(MovedKind.Document, "document_rule", "t.id"),
        new(MovedKind.Document, "settlement", "t.thing_id", "t.at, t.id", "t.thing = 'Document'"),
        new(MovedKind.Document, "cross_reference", "t.from_document", Where: "t.from_document is not null"),
        new(MovedKind.Document, "storing", "t.thing", "t.put_at, t.id", "t.kind = 'Document'"),
        new(MovedKind.Document, "other_identifier", "t.thing_id", Where: "t.thing = 'Document'"),
        new(MovedKind.Component, "component", "t.id"),
        new(MovedKind.Component, "verified_mark", "t.component", "t.ordinal"),
        new(MovedKind.Component, "erms_file", "c.id"),
        new(MovedKind.Component, "other_identifier", "t.thing_id", Where: "t.thing = 'Component'"),
    ];

    /// <summary>Tables that do not move, each with its reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Left = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["office_move"] = "the move itself",
        ["office_move_entity"] = "the move itself",
        ["moved_id"] = "says who the people of the package are in this installation",
        ["moved_event"] = "goes as the log of each entity",
        ["work_count"] = "counted anew",
        ["month_count"] = "counted anew",
        ["traffic_count"] = "counted anew",
        ["finding"] = "the index of the search is keyed by the installation and drawn anew",
        ["finding_word"] = "the index of the search is keyed by the installation and drawn anew",
        ["party_of_document"] = "drawn anew from the documents",
        ["party_pending"] = "drawn anew from the documents",
        ["day_log"] = "marks places in the ledger of the installation; the logs themselves move as documents",
        ["agenda_system"] = "an account with a secret of the installation; it is registered anew",
        ["agenda_document"] = "belongs to the account of an agenda system",
        ["erms_event"] = "belongs to the account of an agenda system",
        ["erms_batch"] = "belongs to the account of an agenda system",
        ["erms_news"] = "belongs to the account of an agenda system",
        ["erms_prepared"] = "belongs to the account of an agenda system",
        ["disposal_archive"] = "an account with a secret of the installation; it is set anew",
        ["disposal_parcel"] = "the archive has it; with a procedure under way no office moves",
        ["disposal_blob"] = "says what the store of the installation let go of",
        ["series"] = "its documents move; with a bulk act at work no office moves",
        ["series_row"] = "its documents move; with a bulk act at work no office moves",
        ["scan"] = "a scan that waits is registered first",
        ["foreign_service"] = "an account with a secret of the installation; it is set anew",
        ["foreign_task"] = "belongs to the account at a foreign service",
        ["foreign_thing"] = "belongs to the account at a foreign service",
    };

    public static IEnumerable<MovedTable> Of(MovedKind kind) => All.Where(t => t.Kind == kind);

    /// <summary>The rows of entities by their keys ($2) in an office ($1): key, row as JSON without the office.</summary>
    public static string Select(MovedTable table, IReadOnlyList<string> generated)
    {
        var from = table.Name == "erms_file" ? "records.component c join records.erms_file t on t.office = c.office and t.id = c.stored_file" : $"records.{table.Name} t";
        return $"select {table.Of}, (to_jsonb(t) - 'office'{string.Concat(generated.Select(g => $" - '{g}'"))})::text from {from} where t.office = $1 and {table.Where} and {table.Of} = any($2) order by 1, {table.Order}";
    }

    /// <summary>Keys of entities of a kind behind $2 in an office ($1), at most $3.</summary>
    public static string Keys(MovedKind kind) => kind switch
    {
        MovedKind.Plan => Keys("file_plan"),
        MovedKind.Storage => Keys("storage_unit"),
        MovedKind.TypeFile => Keys("type_file"),
        MovedKind.File => Keys("case_file"),
        MovedKind.Document => Keys("document"),
        MovedKind.Component => Keys("component"),
        MovedKind.Names => "select id from (select id, office from records.party_entry union all select id, office from records.agenda_person) t where office = $1 and ($2::uuid is null or id > $2) order by id limit $3",
        _ => "select '00000000-0000-0000-0000-000000000000'::uuid where $1::uuid is not null and $2::uuid is null and $3::int is not null",
    };

    private static string Keys(string table) => $"select id from records.{table} where office = $1 and ($2::uuid is null or id > $2) order by id limit $3";
}
