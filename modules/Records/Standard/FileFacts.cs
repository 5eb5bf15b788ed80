using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;

namespace Virtuos.Records;

/// <summary>How the archive chose what is handed over to it (skartační řízení).</summary>
/// <param name="Day">Of the disposal procedure.</param>
/// <param name="Assessor">Who answers for it in the office (posuzovatel).</param>
/// <param name="Amount">How much there is; of what is on paper.</param>
internal sealed record Assessment(DateOnly Day, InternalPerson Assessor, string? Amount = null, string? Reason = null);

/// <summary>Everything of a closed file that is written out.</summary>
internal sealed record FileFacts(CaseFile File, PlanTree Plan, SubjectGroup Group, string SimpleMark, RetentionRule Rule, Settlement Settlement, string Register)
{
    public Identity Identity { get; init; } = Identity.Of(File.Id);

    public IReadOnlyList<ReferenceFacts> References { get; init; } = [];

    public IReadOnlyList<DocumentFacts> Documents { get; init; } = [];

    /// <summary>Umístění; of what is on paper.</summary>
    public string? Place { get; init; }

    /// <summary>Why it was moved to another group of the plan.</summary>
    public string? MovedWhy { get; init; }

    /// <summary>How the archive chose it; only of what is handed over.</summary>
    public Assessment? Assessment { get; init; }

    public DateTimeOffset ClosedAt => File.ClosedAt ?? Settlement.At;

    public bool IsAnalogue => Documents.Any(d => d.IsAnalogue);
}

/// <summary>Reads files and documents with all that the national standard asks of them.</summary>
internal sealed class FactReader(RecordsDb db, FilePlans plans, FileKeeping keeping, StorageShelf shelf, IDirectory directory, ActingPerson persons)
{
    /// <summary>Název evidence dokumentů of an office.</summary>
    public static string Register(OfficeCard office) => $"{Identity.Ours} {office.Mark}";

    /// <summary>The file with its documents in order; null while it is not closed.</summary>
    public async Task<FileFacts?> Read(CaseFile file, CancellationToken cancel) =>
        file.State == FileState.Closed && await db.Settlements.AsNoTracking().Where(s => s.ThingId == file.Id).OrderByDescending(s => s.At).FirstOrDefaultAsync(cancel) is { } settlement
            ? await Read(file, settlement, cancel)
            : null;

    /// <summary>The file as it would be told if whoever acts closed it now; a closed one as it is.</summary>
    public async Task<FileFacts?> ReadAsClosed(CaseFile file, DateTimeOffset at, CancellationToken cancel) => await Read(file, cancel) ?? await Read(file, new Settlement
    {
        Office = file.Office,
        Thing = SettledThing.File,
        ThingId = file.Id,
        At = at,
        Way = SettlementWays.Document,
        Handler = await persons.Now(file.Office, file.Unit, cancel),
    }, cancel);

    private async Task<FileFacts?> Read(CaseFile file, Settlement settlement, CancellationToken cancel)
    {
        var plan = await plans.Of(file, cancel);
        if (plan.GroupUnder(file.FilingMark) is not { } group) return null;
        var kept = await keeping.Of(file, cancel);
        var documents = await db.Documents.AsNoTracking().Where(d => d.File == file.Id).OrderBy(d => d.FilePosition).ToListAsync(cancel);
        List<DocumentFacts> facts = [];
        foreach (var document in documents)
            facts.Add(await Read(document, kept.Documents.FirstOrDefault(d => d.Own.Id == document.Id).Rule ?? kept.Group, plan, cancel));
        return new(file, await Issued(plan, file.Office, cancel), group, Simple(plan, file.FilingMark), kept.Rule, settlement, Register((await directory.Office(file.Office, cancel))!))
        {
            Identity = await Known(file.Id, cancel),
            References = await References(db.References.Where(r => r.FromFile == file.Id), cancel),
            Documents = facts,
            Place = (await shelf.Where(file.Id, null, cancel) ?? facts.Select(d => d.Storage).FirstOrDefault(s => s is not null))?.Location,
            MovedWhy = await db.FileSteps.AsNoTracking().Where(s => s.Thing == file.Id && s.Kind == FileStepKind.Moved).OrderByDescending(s => s.At).Select(s => s.Note).FirstOrDefaultAsync(cancel),
        };
    }

    /// <summary>A registered document.</summary>
    /// <param name="plan">The plan in which its mark stands.</param>
    public async Task<DocumentFacts> Read(Document document, RetentionRule rule, PlanTree plan, CancellationToken cancel)
    {
        var own = document.Kind == DocumentKind.Own ? await db.OwnDocuments.AsNoTracking().FirstOrDefaultAsync(o => o.Id == document.Id, cancel) : null;
        var components = await db.Components.AsNoTracking().Where(c => c.Document == document.Id).ToListAsync(cancel);
        var ids = components.ConvertAll(c => c.Id);
        var others = (await db.OtherIdentifiers.AsNoTracking().Where(i => ids.Contains(i.ThingId)).ToListAsync(cancel)).ToLookup(i => i.ThingId, i => new Identity(i.Value, i.Source));
        var marks = (await db.VerifiedMarks.AsNoTracking().Where(m => m.Document == document.Id).ToListAsync(cancel)).ToLookup(m => m.Component);
        return new(document, rule, Simple(plan, document.FilingMark!), document.FilingMark!, Register((await directory.Office(document.Office, cancel))!),
            document.Kind == DocumentKind.Own ? await persons.Of(document.Office, own?.Author ?? document.Holder, document.Unit, cancel) : null)
        {
            Identity = await Known(document.Id, cancel),
            Settlement = await db.Settlements.AsNoTracking().Where(s => s.ThingId == document.Id).OrderByDescending(s => s.At).FirstOrDefaultAsync(cancel),
            Other = await Other(document, cancel),
            References = await References(db.References.Where(r => r.FromDocument == document.Id), cancel),
            Components = [.. ComponentFacts.Of(components).Select(c => c with { Identities = [.. others[c.Component.Id]], Marks = [.. marks[c.Component.Id]] })],
            Storage = document.IsOnPaper ? await shelf.Where(document.Id, document.File, cancel) : null,
        };
    }

    /// <summary>The plan that the program brings is issued by the office that lives by it.</summary>
    public async Task<PlanTree> Issued(PlanTree plan, Guid office, CancellationToken cancel) =>
        plan.Key is null ? plan.IssuedBy(ExternalPerson.Of((await directory.Office(office, cancel))!)) : plan;

    // The last part of a full mark: that of its group, or of the section of a type file.
    private static string Simple(PlanTree plan, string mark) => plan.Find(mark)?.SimpleMark ?? (plan.GroupUnder(mark) is { } group ? mark[(group.Mark.Length + 1)..] : mark);

    private async Task<Identity> Known(Guid id, CancellationToken cancel) =>
        await db.OtherIdentifiers.AsNoTracking().FirstOrDefaultAsync(i => i.ThingId == id, cancel) is { } known ? new(known.Value, known.Source) : Identity.Of(id);

    private async Task<(string, Identity)?> Other(Document document, CancellationToken cancel)
    {
        var other = document.Kind == DocumentKind.Own
            ? await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Id == document.Parent, cancel)
            : document.How is "decision" or "answer" ? await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.Parent == document.Id && d.ReferenceNumber == document.SettledNote, cancel) : null;
        return other is null ? null : (other.FilingMark ?? document.FilingMark!, await Known(other.Id, cancel));
    }

    private async Task<IReadOnlyList<ReferenceFacts>> References(IQueryable<CrossReference> mine, CancellationToken cancel)
    {
        List<ReferenceFacts> facts = [];
        foreach (var reference in await mine.AsNoTracking().OrderBy(r => r.MadeAt).ToListAsync(cancel))
        {
            var mark = reference.ToFile is { } file
                ? await db.Files.Where(f => f.Id == file).Select(f => f.FilingMark).FirstAsync(cancel)
                : await db.Documents.Where(d => d.Id == reference.ToDocument).Select(d => d.FilingMark).FirstAsync(cancel);
            if (mark is not null) facts.Add(new(mark, await Known((reference.ToFile ?? reference.ToDocument)!.Value, cancel), reference.Note, reference.Firm));
        }
        return facts;
    }
}
