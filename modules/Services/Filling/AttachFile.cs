using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Values;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <param name="Name">As the browser calls it; only shown.</param>
/// <param name="Content">Read once, to its end or to the limit.</param>
internal sealed record AttachFileInput(string Token, string Field, string Name, Stream Content);

/// <summary>
/// Takes one attachment of a draft while it is coming: bytes go to the disk and are never held in memory. Its place under the ceilings
/// is taken before the first byte and given back when the file is refused or cut off.
/// </summary>
internal sealed class AttachFile(Caller caller, ServicesDb db, DraftReader drafts, FileInspection inspection, UploadRoom room, IBlobStore blobs, TimeProvider clock)
    : UseCase<AttachFileInput, Done>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<Done>> Do(AttachFileInput input, CancellationToken cancel)
    {
        var opened = await drafts.Open(input.Token, cancel);
        if (!opened.Succeeded) return opened.As<Done>();
        var draft = opened.Value;
        if (FormRoute.Of(draft.Form, draft.Answers).Questions.FirstOrDefault(q => q.Id == input.Field && q.Type == QuestionType.File) is not { } question) return Refusal.NotFound();
        var name = FileInspection.CleanName(input.Name);
        var most = (int)(question.Max ?? Attachments.MostFiles);
        if (draft.Files.Count(f => f.Field == question.Id) >= most) return Refusal.Invalid(question.Id, "services.file-refused.too-many", ("name", name), ("max", most));
        if (draft.Files.Sum(f => f.Size) >= Attachments.MostBytesTogether) return Refusal.Invalid(question.Id, "services.file-refused.too-much", ("name", name), ("megabytes", Attachments.MostBytesTogether >> 20));

        var file = new DraftFile { Draft = draft.Draft.Id, Field = question.Id, Name = name, MimeType = "", Size = Attachments.MostBytes, Network = draft.Draft.Network, At = clock.GetUtcNow() };
        if (!await room.Take(file, cancel)) return Refusal.Invalid(question.Id, "services.file-refused.no-room", ("name", name));
        try
        {
            var staged = await blobs.Stage(input.Content, Attachments.MostBytes, cancel);
            var verdict = await inspection.Judge(question, name, staged, cancel);
            if (verdict.Succeeded)
            {
                // The rows of the draft are not locked meanwhile: another window may answer other pages while a large file comes.
                await db.DraftFiles.Where(f => f.Id == file.Id).ExecuteUpdateAsync(set => set
                    .SetProperty(f => f.Blob, staged.Hash.ToString()).SetProperty(f => f.MimeType, verdict.Value.MimeType).SetProperty(f => f.Size, staged.Size), cancel);
                return new Done();
            }
            await room.GiveBack(file.Id);
            return verdict.As<Done>();
        }
        catch (BlobTooLargeException)
        {
            await room.GiveBack(file.Id);
            return Refusal.Invalid(question.Id, "services.file-refused.too-large", ("name", name), ("megabytes", Attachments.MostBytes >> 20));
        }
        catch
        {
            await room.GiveBack(file.Id);
            throw;
        }
    }
}
