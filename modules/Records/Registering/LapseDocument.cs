using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>Nobody confirmed in time: the registered document stays in the register, marked as if it had not been made (§ 37 (4) of act 500/2004).</summary>
internal sealed class LapseDocument(RecordsDb db, Caller caller) : IHandle<SubmissionLapsed>
{
    public async Task Handle(SubmissionLapsed message, CancellationToken cancel)
    {
        var document = await db.Documents.FirstOrDefaultAsync(d => d.Source == message.Submission, cancel)
            ?? throw new InvalidOperationException($"The submission {message.Submission} is not registered yet.");
        if (!document.Lapse(message.At, Prague.Day(message.At))) return;
        db.Add(Step.Of(document, StepKind.Lapsed, caller, message.At));
        db.Publish(new DocumentSettled(document.Id, document.Origin, "lapsed", message.At), document.Office);
    }
}
