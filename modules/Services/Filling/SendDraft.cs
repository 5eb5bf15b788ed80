using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Filling;

/// <param name="Seen">The stamp of the answers on the check page that the person has read.</param>
internal sealed record SendDraftInput(string Token, long Seen, string Language, string Network);

/// <summary>Files what was filled in. Sent again, from any window and however often, it gives the same receipt.</summary>
internal sealed class SendDraft(Caller caller, ServicesDb db, DraftReader drafts, FileSubmission file, Receipts receipts) : UseCase<SendDraftInput, Receipt>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<Receipt>> Do(SendDraftInput input, CancellationToken cancel)
    {
        var opened = await drafts.Open(input.Token, cancel);
        if (!opened.Succeeded)
            return opened.Refusals[0].Code == DraftReader.Sent && await receipts.OfDraft(input.Token, cancel) is { } earlier ? earlier.Receipt : opened.As<Receipt>();
        var draft = opened.Value;
        if (draft.Content.Stamp != input.Seen) return Refusal.Conflict("services.draft.changed");
        // The filing cites the files from now on; they no longer count as unfiled.
        db.RemoveRange(draft.Files);
        return await file.Run(new(draft.Draft.Addressee, draft.Form, draft.Answers, draft.Draft.Id.ToByteArray(), input.Language, input.Network, Caller.Kind == CallerKind.Citizen ? Caller.Person : null, draft.Draft), cancel);
    }
}
