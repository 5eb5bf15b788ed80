using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>What the way in is made of.</summary>
internal static class IntakeServices
{
    public static void Add(IServiceCollection services, string module)
    {
        services.AddScoped<ReceiveMessage>().AddScoped<CheckMessage>().AddScoped<MarkCheck>().AddScoped<SortMessage>().AddScoped<AnswerSender>().AddSingleton<PartCheck>().AddSingleton<VirusScanner>();
        services.AddScoped<ReadIntake>().AddScoped<OpenMessage>().AddScoped<TakeEvidence>().AddScoped<DecideMessage>().AddScoped<ReadAccounts>();
        services.AddScoped<ImportArchive>().AddJob<WorkIntake>().AddJob<ExchangeFiles>();
        services.AddHandler<MailroomDb, SubmissionFiled, KeepArrival>();
        services.AddHandler<MailroomDb, PaperReceived, KeepArrival>();
        services.AddHandler<MailroomDb, SubmissionLapsed, KeepArrival>();
        services.AddHandler<MailroomDb, DocumentRegistered, KeepArrival>();
        services.AddHandler<MailroomDb, DocumentSettled, KeepArrival>();
        services.AddHandler<MailroomDb, DocumentDestroyed, EraseMessages>();
        services.AddDemoDay<Demo.IntakeDemo>();
        services.AddBlobCitation(module, "select original ->> 'Blob' from mailroom.incoming_message where original is not null");
        services.AddBlobCitation(module, "select blob from mailroom.incoming_part");
    }
}
