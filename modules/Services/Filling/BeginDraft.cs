using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <param name="Office">Slug of the office.</param>
/// <param name="Form">Slug of the form.</param>
/// <param name="Against">The decision that an appeal is against, known from the link to the form.</param>
internal sealed record BeginDraftInput(string Office, string Form, string Network, string? Against = null);

/// <summary>Where to go on filling in.</summary>
internal sealed record BegunDraft(string Token, string Page);

/// <summary>Begins a draft on today's version of a form.</summary>
internal sealed class BeginDraft(Caller caller, ServicesDb db, FormShelf forms, IDirectory directory, IntakeGuard guard, ServiceKeys keys, TimeProvider clock)
    : UseCase<BeginDraftInput, BegunDraft>(caller, ServicesPermissions.File)
{
    private const int LongestDecision = 60;

    /// <summary>A reference number as it may stand in the form; empty when it cannot be one.</summary>
    public static string Decision(string? text) => SafeText.Clean(text, LongestDecision) is { TooLong: false } number ? number.Text : "";

    protected override async Task<Result<BegunDraft>> Do(BeginDraftInput input, CancellationToken cancel)
    {
        if (forms.Today(input.Form, clock) is not { } form || await directory.OfficeBySlug(input.Office, cancel) is not { } office) return Refusal.NotFound();
        if (!await guard.MayBegin(input.Network, cancel)) return Refusal.TooMany("services.file.too-many-network");
        var (token, now) = (DraftToken.New(), clock.GetUtcNow());
        var draft = new Draft
        {
            Id = Guid.CreateVersion7(now),
            TokenHash = token.Hash,
            Addressee = office.Id,
            Form = form.Slug,
            FormVersion = form.Version,
            Network = keys.Network(input.Network),
            Person = Caller.Kind == CallerKind.Citizen ? Caller.Person : null,
            BegunAt = now,
        };
        var content = DraftContent.Empty();
        if (form.Appeals is { } decision) content.Answers[decision] = new TextAnswer(Decision(input.Against));
        draft.Write(token, content, now);
        if (draft.Person is { } person) draft.Keep(keys.OwnDraft(person, draft.Id).Seal(token.ToBytes()));
        db.Add(draft);
        await db.SaveChangesAsync(cancel);
        return new BegunDraft(token.ToString(), FormRoute.Of(form, new()).Steps[0].Page.Id);
    }
}
