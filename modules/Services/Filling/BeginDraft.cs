using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Services.Filing;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <param name="Office">Slug of the office.</param>
/// <param name="Form">Slug of the form.</param>
internal sealed record BeginDraftInput(string Office, string Form, string Network);

/// <summary>Where to go on filling in.</summary>
internal sealed record BegunDraft(string Token, string Page);

/// <summary>Begins a draft on today's version of a form.</summary>
internal sealed class BeginDraft(Caller caller, ServicesDb db, FormShelf forms, IDirectory directory, IntakeGuard guard, ServiceKeys keys, TimeProvider clock)
    : UseCase<BeginDraftInput, BegunDraft>(caller, ServicesPermissions.File)
{
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
        draft.Write(token, DraftContent.Empty(), now);
        db.Add(draft);
        await db.SaveChangesAsync(cancel);
        return new BegunDraft(token.ToString(), FormRoute.Of(form, new()).Steps[0].Page.Id);
    }
}
