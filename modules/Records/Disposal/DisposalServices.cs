using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Records;

/// <summary>What disposal procedures need.</summary>
internal static class DisposalServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<DisposalLaws>().AddSingleton<ArchiveWire>().AddScoped<ParcelPress>().AddScoped<ProcedurePress>();
        services.AddScoped<OpenProcedure>().AddScoped<LeaveOut>().AddScoped<PutBack>().AddScoped<DropProcedure>().AddScoped<CheckProposal>().AddScoped<SendProposal>().AddScoped<KeepLonger>();
        services.AddScoped<SetArchive>().AddScoped<ReadArchive>().AddScoped<TakeAnswer>().AddScoped<SendAgain>().AddScoped<HandedByHand>().AddScoped<ArchiveTurn>();
        services.AddScoped<AskRelease>().AddScoped<ReleaseDestruction>().AddScoped<Destruction>().AddScoped<CloseProcedure>();
        services.AddScoped<ReadProcedures>().AddScoped<ReadProcedure>().AddScoped<TakeParcel>().AddScoped<ReadProcedurePaper>();
        services.AddBlobCitation("records", "select blob from records.disposal_parcel where blob is not null");
        services.AddJob<SendToArchive>().AddJob<DestroyReleased>();
    }
}
