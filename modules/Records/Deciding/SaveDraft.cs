using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Version">The version of the text that the official saw.</param>
internal sealed record SaveDraftInput(Guid Document, string? Title, string? Statement, string? Reasons, string? Instruction, string? Body, uint? Version, string? Stance = null);

/// <summary>An official saves the text of a draft; a text that somebody else has changed meanwhile is not overwritten.</summary>
internal sealed class SaveDraft(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<SaveDraftInput, uint>(caller, RecordsPermissions.Handle)
{
    /// <summary>Characters of one part.</summary>
    public const int Longest = 40_000;

    public const int LongestTitle = 200;

    /// <returns>The new version of the text.</returns>
    protected override async Task<Result<uint>> Do(SaveDraftInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document || await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == document.Id, cancel) is not { } own) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (!document.IsDraft) return Refusal.Conflict("records.approve.not-draft");
        if (own.IsOtherThan(input.Version)) return Refusal.Conflict("records.decide.stale", ("name", own.SavedByName), ("at", own.SavedAt));

        List<Refusal> no = [];
        var text = new OwnText(
            Part(input.Title, own.Title, nameof(input.Title), LongestTitle, no),
            Part(input.Statement, own.Statement, nameof(input.Statement), Longest, no),
            Part(input.Reasons, own.Reasons, nameof(input.Reasons), Longest, no),
            Part(input.Instruction, own.Instruction, nameof(input.Instruction), Longest, no),
            Part(input.Body, own.Body, nameof(input.Body), Longest, no));
        if (text.Title.Length == 0) no.Add(Refusal.Invalid(nameof(input.Title), "records.decide.title-missing"));
        if (no.Count > 0) return no;

        Stance? stance = Enum.TryParse<Stance>(input.Stance, out var taken) && Enum.IsDefined(taken) ? taken : null;
        if (text == own.Text && (stance is null || stance == own.Stance)) return own.Version;
        if (stance is { } said) own.Take(said);
        own.Save(text, Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return own.Version;
    }

    // What the form does not have stays as it is.
    private static string Part(string? typed, string stored, string field, int most, List<Refusal> no)
    {
        if (typed is null) return stored;
        var clean = SafeText.Clean(typed, most, multiline: most > LongestTitle);
        if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", most)));
        return clean.Text;
    }
}
