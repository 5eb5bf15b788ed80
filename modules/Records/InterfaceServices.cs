using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>What the national interface needs, on both of its sides.</summary>
internal static class InterfaceServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ErmsShapes>().AddSingleton<ErmsReader>().AddSingleton<ErmsWriter>().AddSingleton<AgendaScopes>();
        services.AddScoped<ErmsDoor>().AddScoped<EventRunner>().AddScoped<AgendaThings>().AddScoped<ProfileShelf>().AddScoped<ManagedFiles>().AddScoped<NewsWriter>().AddScoped<InterfaceDesk>();
        services.AddScoped<RegisterAgendaSystem>().AddScoped<RenewAgendaSecret>().AddScoped<StopAgendaSystem>().AddScoped<ListAgendaSystems>();
        services.AddScoped<FoundDocument>().AddScoped<AttachFile>().AddScoped<KeepBytes>().AddScoped<ForgetBytes>().AddScoped<FoundFile>().AddScoped<FoundTypeFile>();
        services.AddScoped<LendDocument>().AddScoped<LendFile>().AddScoped<GiveBackDocument>().AddScoped<GiveBackFile>();
        services.AddScoped<ChangeDocument>().AddScoped<PassDocument>().AddScoped<TakeOutOfFile>().AddScoped<SettleInAgenda>().AddScoped<ReopenDocument>().AddScoped<CancelDocument>();
        services.AddScoped<ChangeFile>().AddScoped<PassFile>().AddScoped<SettleFile>().AddScoped<TakeUpFile>();
        services.AddScoped<ReadDocumentProfile>().AddScoped<ReadFileProfile>().AddScoped<ReadFileContent>().AddScoped<ListAssigned>().AddScoped<ReadOfficials>();
        services.AddScoped<EnterPerson>().AddScoped<ChangePerson>().AddScoped<ReadPerson>().AddScoped<FindPersons>();
        services.AddScoped<ReceiveBatch>().AddScoped<PrepareBatches>().AddScoped<FetchBatch>().AddScoped<ReadBatchState>();
        services.AddBlobCitation("records", "select blob from records.erms_file where gone_at is null");
        services.AddBlobCitation("records", "select unnest(blobs) from records.erms_batch where done_at is null");
        services.AddJob<WorkThroughBatches>();

        services.AddSingleton<ForeignSecrets>().AddSingleton<ForeignCarrier>().AddScoped<ForeignMessages>();
        services.AddScoped<SetForeignService>().AddScoped<ReadForeignService>().AddScoped<RetryForeignTask>().AddScoped<ReadForeignQueues>();
        services.AddJob<SendToForeign>();
    }
}
