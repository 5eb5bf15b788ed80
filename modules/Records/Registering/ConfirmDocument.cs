using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>The filer confirmed in time: the filing counts from its own day and goes to the competent unit.</summary>
internal sealed class ConfirmDocument(RecordsDb db, Registry registry, IDirectory directory, Appeals appeals, Caller caller) : IHandle<SubmissionConfirmed>
{
    public async Task Handle(SubmissionConfirmed message, CancellationToken cancel)
    {
        var document = await db.Documents.FirstOrDefaultAsync(d => d.Source == message.Submission, cancel)
            ?? throw new InvalidOperationException($"The submission {message.Submission} is not registered yet.");
        if (!document.Confirm(message.Way, message.At)) return;
        db.Add(Step.Of(document, StepKind.Confirmed, caller, message.At, message.Way));
        registry.Assign(document, (await directory.Units(document.Office, cancel)).First(u => u.Id == document.Unit), message.At);
        await appeals.Confirm(document, cancel);
    }
}
