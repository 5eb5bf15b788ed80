using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>The way between offices of one installation by which stances are asked for and given.</summary>
internal static class StanceRequests
{
    public const string Channel = "office";
}

/// <summary>An answer with a stance left the office: whoever asked has it in the same moment.</summary>
internal sealed class SendStance(RecordsDb db) : IHandle<DocumentDispatched>
{
    public async Task Handle(DocumentDispatched message, CancellationToken cancel)
    {
        if (await db.OwnDocuments.FirstOrDefaultAsync(o => o.Id == message.Document, cancel) is not { Stance: { } stance } own) return;
        var document = await db.Documents.FirstAsync(d => d.Id == own.Id, cancel);
        if (await db.Set<StanceRequest>().FirstOrDefaultAsync(r => r.Id == document.Parent, cancel) is not { } request) return;
        var output = await db.Components.Where(c => c.Document == own.Id && c.Role == ComponentRole.Output && c.Position == 1).OrderByDescending(c => c.Version).FirstAsync(cancel);
        db.Publish(new StanceGiven(request.Task, request.Asker, document.Office, document.Id, stance == Stance.Agrees, own.ApproverName ?? own.AuthorName, document.ReferenceNumber!, own.Title,
            new FiledPart(output.Blob, output.Name, output.MimeType, output.Size), message.At), request.Asker);
    }
}
