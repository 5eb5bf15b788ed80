using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <summary>A draft opened by its address: its row, form, answers and files.</summary>
internal sealed record OpenDraft(Draft Draft, DraftToken Token, FormDefinition Form, DraftContent Content, IReadOnlyList<DraftFile> Files)
{
    /// <summary>Every answer with the stored files among them.</summary>
    public Answers Answers
    {
        get
        {
            var all = new Answers(Content.Answers);
            foreach (var question in Files.GroupBy(f => f.Field)) all[question.Key] = new FilesAnswer([.. question.Select(f => new FiledPart(f.Blob!, f.Name, f.MimeType, f.Size))]);
            return all;
        }
    }

    /// <summary>The page where a person goes on, null when only checking is left. Answers are not judged here.</summary>
    public string? WhereToGoOn => Content.FirstOpen(FormRoute.Of(Form, Answers), [])?.Page.Id;
}

/// <summary>Finds a draft by the token in its address.</summary>
internal sealed class DraftReader(ServicesDb db, FormShelf forms, TimeProvider clock)
{
    public const string Expired = "services.draft.expired";
    public const string Sent = "services.draft.sent";

    /// <returns>Refused as not found, expired or sent.</returns>
    public async Task<Result<OpenDraft>> Open(string token, CancellationToken cancel)
    {
        if (await Find(token, cancel) is not { } draft) return Refusal.NotFound();
        if (draft.IsSent) return Refusal.Conflict(Sent);
        if (draft.HasExpired(clock.GetUtcNow()) || draft.Sealed.Length == 0) return Refusal.Conflict(Expired);
        if (forms.Version(draft.Form, draft.FormVersion) is not { } form) return Refusal.Unavailable("services.draft.form-gone");
        var key = DraftToken.Parse(token)!.Value;
        var files = await db.DraftFiles.AsNoTracking().Where(f => f.Draft == draft.Id && f.Blob != null).OrderBy(f => f.Id).ToListAsync(cancel);
        return new OpenDraft(draft, key, form, draft.Read(key, form), files);
    }

    public async Task<Draft?> Find(string token, CancellationToken cancel)
    {
        if (DraftToken.Parse(token) is not { } key) return null;
        var hash = key.Hash;
        return await db.Drafts.SingleOrDefaultAsync(d => d.TokenHash == hash, cancel);
    }
}
