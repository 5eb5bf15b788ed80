using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>
/// The citizen answered a call: the answer is a document of its own in the same file, the call ends and the clock runs again. One that
/// comes after the matter was settled is new work.
/// </summary>
internal sealed class ReceiveSupplement(RecordsDb db, Registry registry, FileShelf shelf, Caller caller) : IHandle<SupplementFiled>
{
    public async Task Handle(SupplementFiled message, CancellationToken cancel)
    {
        var call = await db.Calls.FirstOrDefaultAsync(c => c.Id == message.Call, cancel)
            ?? throw new InvalidOperationException($"There is no call {message.Call}.");
        var document = await db.Documents.FirstAsync(d => d.Id == call.Document, cancel);
        var day = Prague.Day(message.FiledAt);
        var joined = document.IsOpen;
        var supplement = await registry.Enter(document.Office, new(
            document.Origin, message.Supplement, "portal", document.Matter, document.Party, message.FiledAt, day, document.Agenda)
        {
            Form = document.Form,
            FormVersion = document.FormVersion,
            Language = document.Language,
            TrackingCode = document.TrackingCode,
            FilingMark = document.FilingMark,
            DeadlineRule = joined ? null : LegalClock.General,
        }, message.Content, "supplement", cancel, joined ? document : null);

        if (joined && document.File is { } id) await shelf.Lay(supplement, await db.Files.FirstAsync(f => f.Id == id, cancel), cancel);
        db.Add(Step.Of(document, StepKind.Completed, caller, message.FiledAt, supplement.ReferenceNumber));
        if (!call.IsOpen) return;

        call.Answer(supplement.Id, message.FiledAt);
        document.GoOn(day);
        db.Publish(new CompletionEnded(call.Id, document.Id, document.Origin, Answered: true, document.Deadline, message.FiledAt), document.Office);
    }
}
