using BenchmarkDotNet.Running;
using Lumen.Benchmarks.Functions;
using Lumen.Benchmarks.LowRates;
using Lumen.Benchmarks.Otlp;
using Lumen.Benchmarks.Receiving;
using Lumen.Benchmarks.Storage;
using Lumen.Benchmarks.WholeProcess;

return args switch
{
    ["load", .. var rest] => await LoadCommand.RunAsync(rest),
    ["otlp"] => OtlpCommand.Run(),
    ["receive", .. var rest] => await ReceiveCommand.RunAsync(rest),
    ["warm-up", .. var rest] => await WarmUpCommand.RunAsync(rest),
    [ReceivingWorker.Command] => await ReceivingWorker.RunAsync(),
    ["open", .. var rest] => await OpenCommand.RunAsync(rest),
    [OpenCommand.Fill, var directory, var bytes] => await OpenCommand.FillAsync(directory, bytes),
    ["names", .. var rest] => await NamesCommand.RunAsync(rest),
    [NamesCommand.Fill, var directory, var kind, var count] => await NamesCommand.FillAsync(directory, kind, count),
    [NamesCommand.Read, var directory] => await NamesCommand.ReadAsync(directory),
    ["functions", .. var rest] => await FunctionsCommand.RunAsync(rest),
    ["low", .. var rest] => await LowRateCommand.RunAsync(rest),
    ["kill", .. var rest] => await KillCommand.RunAsync(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any() ? 0 : 1,
};
