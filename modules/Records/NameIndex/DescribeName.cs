using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

internal sealed record DescribeNameInput(Guid Entry, string? OrganisationNumber, string? BoxId, uint? Version = null);

/// <summary>The filing room adds to an entry of the name index what tells an organisation from all others: its number and its data box.</summary>
internal sealed class DescribeName(Caller caller, RecordsDb db) : UseCase<DescribeNameInput, Done>(caller, RecordsPermissions.Names)
{
    protected override async Task<Result<Done>> Do(DescribeNameInput input, CancellationToken cancel)
    {
        if (await db.PartyEntries.FirstOrDefaultAsync(e => e.Id == input.Entry, cancel) is not { } entry) return Refusal.NotFound();
        if (input.Version is { } seen && seen != entry.Version) return Refusal.Conflict("kernel.stale-version");
        List<Refusal> no = [];
        var number = Read<OrganisationNumber>(input.OrganisationNumber, nameof(input.OrganisationNumber), OrganisationNumber.Refused, no);
        var box = Read<BoxId>(input.BoxId, nameof(input.BoxId), BoxId.Refused, no);
        if (no.Count > 0) return no;

        entry.Describe(number, box);
        var known = await db.PartyWords.Where(w => w.Entry == entry.Id).Select(w => w.Word).ToListAsync(cancel);
        db.AddRange(entry.Words.Except(known).Select(w => new PartyWord { Word = w, Entry = entry.Id }));
        db.RemoveRange(known.Except(entry.Words).Select(w => new PartyWord { Office = entry.Office, Word = w, Entry = entry.Id }));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    private static string? Read<T>(string? typed, string field, string refused, List<Refusal> no) where T : CanonicalValue<T>, IReadValue<T>
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (T.TryParse(typed, out var value)) return value.Value;
        no.Add(Refusal.Invalid(field, refused));
        return null;
    }
}
