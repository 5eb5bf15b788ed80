using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <summary>How many rows of a bulk act are in which state.</summary>
internal sealed record SeriesCounts(IReadOnlyDictionary<SeriesRowState, int> By)
{
    public int this[SeriesRowState state] => By.GetValueOrDefault(state);

    public int All => By.Values.Sum();
}

/// <summary>The office as the documents of one bulk act show it.</summary>
internal sealed record SeriesOffice(OfficeCard Office, UnitCard? Unit, OfficialCard? Author);

/// <summary>Finds bulk acts for whoever may see them, and puts their documents together.</summary>
internal sealed class SeriesShelf(Caller caller, RecordsDb db, SeriesTemplates templates, IDirectory directory, Texts texts)
{
    /// <summary>Bulk acts of units that the caller reads, those they wrote or approve, and all for whoever manages the records.</summary>
    public IQueryable<Series> Seen
    {
        get
        {
            var (reads, all, units) = (caller.May(RecordsPermissions.Read), caller.May(RecordsPermissions.Manage), caller.UnitsOf(RecordsPermissions.Read)?.ToArray());
            var people = caller.ActsFor.ToArray();
            return db.Series.Where(s => all || (reads && (units == null || units.Contains(s.Unit))) || people.Contains(s.Author) || (s.Approver != null && people.Contains(s.Approver.Value)));
        }
    }

    public Task<Series?> Find(Guid id, CancellationToken cancel) => Seen.FirstOrDefaultAsync(s => s.Id == id, cancel);

    /// <summary>May the caller change it, send it, stop it and send its documents out.</summary>
    public bool Writes(Series series) => caller.May(RecordsPermissions.Handle, series.Unit) || (caller.May(RecordsPermissions.Handle) && caller.ActsFor.Contains(series.Author));

    /// <summary>May the caller approve it: it lies with them, or they lead its unit; never whoever wrote or sent it.</summary>
    public bool Decides(Series series) => caller.Person is { } me && me != series.Author && me != series.SentBy && caller.May(RecordsPermissions.Approve)
        && ((series.Approver is { } approver && caller.ActsFor.Contains(approver)) || caller.May(RecordsPermissions.Approve, series.Unit));

    /// <summary>Whoever can approve it, the likeliest first.</summary>
    public async Task<IReadOnlyList<OfficialCard>> Approvers(Series series, CancellationToken cancel)
    {
        var leads = (await directory.Officials(series.Office, cancel)).Where(o => o.Id != series.Author && o.Id != caller.Person && (o.Roles.Contains(Roles.Head) || o.Roles.Contains(Roles.Mayor))).ToList();
        return [.. leads.OrderBy(o => o.Unit != series.Unit).ThenBy(o => !o.Roles.Contains(Roles.Mayor))];
    }

    public async Task<SeriesCounts> Counts(Guid series, CancellationToken cancel) =>
        new(await db.SeriesRows.Where(r => r.Series == series).GroupBy(r => r.State).Select(g => new { g.Key, N = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.N, cancel));

    public async Task<SeriesOffice> Office(Series series, CancellationToken cancel) => new(
        (await directory.Office(series.Office, cancel))!,
        (await directory.Units(series.Office, cancel)).FirstOrDefault(u => u.Id == series.Unit),
        await directory.Official(series.Author, cancel));

    /// <summary>The document of a row with its text, neither of them stored nor numbered.</summary>
    public (Document Document, OwnDocument Own) Compose(Series series, SeriesRow row, SeriesOffice office, DateTimeOffset at)
    {
        var fields = Fields(series, row, office);
        var matter = TemplateFields.Fill(series.Matter, fields);
        var document = Document.Issue(series, row.Party, matter.Length > DraftDocument.LongestMatter ? matter[..(DraftDocument.LongestMatter - 1)] + "…" : matter, at);
        var own = new OwnDocument
        {
            Office = series.Office,
            Id = document.Id,
            Kind = series.Kind,
            Template = series.Template,
            AppealRule = series.AppealRule,
            Author = series.Author,
            AuthorName = series.AuthorName,
        };
        var title = TemplateFields.Fill(series.Title, fields);
        own.Save(new(title.Length > SaveDraft.LongestTitle ? title[..(SaveDraft.LongestTitle - 1)] + "…" : title, TemplateFields.Fill(series.Statement, fields), TemplateFields.Fill(series.Reasons, fields), series.Instruction, TemplateFields.Fill(series.Body, fields)), series.AuthorName, at);
        return (document, own);
    }

    /// <summary>Fields of a row by name: what the office knows, and the columns of the table.</summary>
    private Dictionary<string, string> Fields(Series series, SeriesRow row, SeriesOffice office)
    {
        var types = Types(series);
        var czech = texts.In("cs");
        Dictionary<string, string> fields = row.Cells.ToDictionary(c => c.Key, c => SeriesValue.Shown(types.GetValueOrDefault(c.Key, "text"), c.Value, czech), StringComparer.Ordinal);
        fields["party"] = row.Name;
        fields["party-full"] = row.Address is null ? row.Name : $"{row.Name}, {row.Address}";
        fields["office"] = office.Office.Name;
        fields["municipality"] = office.Office.MunicipalityName;
        fields["unit"] = office.Unit?.Name ?? office.Office.Name;
        fields["official"] = office.Author?.Name ?? series.AuthorName;
        fields["position"] = office.Author?.Position ?? "";
        return fields;
    }

    /// <summary>Types of the columns that the template asks for, by name.</summary>
    public IReadOnlyDictionary<string, string> Types(Series series) =>
        (templates.On(series.Template, series.TemplateFrom)?.Columns ?? []).ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
}
